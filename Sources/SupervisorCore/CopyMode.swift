import Glibc
import Platform
import Supervision
import Vocabulary

/// The helper modes `copy` and `sync`: become an account, then copy or flush a tree that is its own.
/// See `CopyHelper` for the arguments.
enum CopyMode {
    /// - Returns: the exit code: 0, else 1 or `CopyHelper.noSpace` after telling what failed on standard error.
    static func copy(_ arguments: [String]) -> Int32 {
        run(arguments) { words in
            guard let copy = TreeCopy(words: words) else { throw wrong }
            try copy.run()
        }
    }

    static func sync(_ arguments: [String]) -> Int32 {
        run(arguments) { words in
            guard let path = words.first else { throw wrong }
            switch Array(words.dropFirst()) {
            case []: try FileSystem.sync(tree: path)
            case [CopyHelper.gently]: try FileSystem.sync(eachOf: path)
            default: throw wrong
            }
        }
    }

    private static let wrong = SystemError("arguments", "envctl-supervisor", errno: EINVAL)

    private static func run(
        _ arguments: [String], _ body: (ArraySlice<String>) throws -> Void
    ) -> Int32 {
        var words = arguments[...]
        do {
            let account = try CopyHelper.account(&words)
            try account?.become()
            umask(0o077)
            try body(words)
            return 0
        } catch {
            let failure = Failure(error)
            let text = ([failure.message, failure.location].compactMap { $0 } + failure.causes)
                .joined(separator: ": ")
            // Standard error is the last place there is.
            try? FileSystem.write(Array("\(text)\n".utf8), to: 2, subject: "standard error")
            let code = (error as? SystemError)?.errno
            return code == ENOSPC || code == EDQUOT ? CopyHelper.noSpace : 1
        }
    }
}
