import Glibc
package import Platform

/// The mode `spare` of the supervisor's binary: copies a template to a place that is kept ready. It
/// is started once a start has committed, no command waits for it, and it ends by itself.
package enum SpareHelper {
    /// What the copy is named until it is whole, after the spare's own name.
    package static let unfinished = ".new-spare"
    /// Bytes that must be free: a spare is a convenience, and no disk is filled for one.
    package static let roomNeeded: UInt64 = 1 << 30

    /// Held by whoever makes or removes the spare.
    package static func lock(of spare: String) -> String { spare + ".lock" }

    /// The arguments of the helper, `argv[0]` excluded.
    package static func arguments(
        _ template: String, to spare: String, as account: Account?
    ) -> [String] {
        ["spare"] + CopyHelper.words(of: account) + [template, spare]
    }

    /// Starts it in a session of its own and leaves it there.
    ///
    /// - Parameter helper: absolute path of `envctl-supervisor`.
    package static func begin(
        _ template: String, to spare: String, as account: Account?, helper: String
    ) throws {
        let null = try Descriptor.open("/dev/null", O_RDWR)
        _ = try spawn(
            SpawnRequest(
                program: helper, arguments: [helper] + arguments(template, to: spare, as: account),
                environment: [], directory: "/", descriptors: [null.raw, null.raw, null.raw]))
    }
}
