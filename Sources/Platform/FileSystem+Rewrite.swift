import Glibc

/// Files that belong to people: what is replaced keeps what it is.
extension FileSystem {
    /// Replaces the content of a person's file, through links, with its mode and its owner kept; a
    /// reader sees the old file or the new one.
    ///
    /// - Parameter mode: of a file that is not there yet.
    package static func rewrite(
        _ path: String, with bytes: [UInt8], mode: FileMode = 0o600
    ) throws(SystemError) {
        let target = exists(path) ? try Path.canonical(path) : path
        guard exists(target) else { return try writeAtomically(bytes, to: target, mode: mode) }
        let before = try status(target)
        try writeAtomically(bytes, to: target, mode: before.permissions)
        guard before.userID != geteuid() || before.groupID != getegid() else { return }
        // Root hands it back; another may not be allowed to, and owns the file from now on.
        if chown(target, before.userID, before.groupID) != 0 { return }
        // chown drops the set-id bits.
        try checked("chmod", target) { chmod(target, before.permissions) }
    }

    /// Makes a file that must not be there yet.
    ///
    /// - Throws: `SystemError` with `EEXIST` where something is in its place, also a dangling link.
    package static func create(
        _ path: String, with bytes: [UInt8], mode: FileMode = 0o644
    ) throws(SystemError) {
        let descriptor = try Descriptor.open(
            path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: mode)
        do throws(SystemError) {
            try write(bytes, to: descriptor.raw, subject: path)
        } catch {
            unlink(path)
            throw error
        }
    }
}
