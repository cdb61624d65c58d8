import Glibc
package import Platform

/// What is kept for bug reports.
extension ScopeLayout {
    package static let digestKeyName = "digest.key"

    package var bundles: String { Path.join(debug, "bundles") }

    /// - Throws: where it can't be made or written to.
    package func prepareBundles() throws(SystemError) {
        try prepareDebug()
        try Folder.make(bundles, mode: 0o700)
        try checked("open", bundles) { access(bundles, W_OK | X_OK) }
    }

    /// Makes the folder of the recorder's sessions.
    package func prepareDebug() throws(SystemError) {
        try Folder.make(folder, mode: passable)
        try Folder.make(debug, mode: 0o700)
    }

    /// The key of the digests of command lines, made when it is first wanted.
    ///
    /// - Throws: where it can't be read and not be made.
    package func digestKey() throws(SystemError) -> [UInt8] {
        let path = Path.join(folder, Self.digestKeyName)
        if let key = try FileSystem.readIfPresent(path), key.count == 32 { return key }
        let key = Random.bytes(32)
        try FileSystem.writeAtomically(key, to: path)
        return key
    }
}

extension StateLayout {
    /// Sessions of commands that stood in no repository.
    package var debug: String { Path.join(roots.state, "debug") }

    package func prepareDebug() throws(SystemError) { try Folder.make(debug, mode: 0o700) }
}
