import Glibc

/// What a file is called until it is whole: `.<name>.<pid>.<8 hex>.tmp`, beside the name that it
/// gets. The pid tells whether its writer is still at work.
package enum TemporaryName {
    /// A new one, in the folder of `path`.
    package static func beside(_ path: String) -> String {
        Path.join(
            Path.parent(path), ".\(Path.name(path)).\(getpid()).\(Random.hex(bytes: 4)).tmp")
    }

    package static func isOne(_ name: String) -> Bool { writer(of: name) != nil }

    /// The pid in a name (without its folder); nil where it is no temporary one.
    private static func writer(of name: String) -> Int32? {
        let pieces = name.split(separator: ".")
        guard pieces.count >= 4, pieces.last == "tmp", name.hasPrefix(".") else { return nil }
        return Int32(pieces[pieces.count - 3])
    }

    /// Its writer was killed between writing and renaming.
    package static func isAbandoned(_ name: String) -> Bool {
        guard let writer = writer(of: name) else { return false }
        return ProcessEntry.read(writer)?.isZombie ?? true
    }
}
