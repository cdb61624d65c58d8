package import Platform

extension SocketLayout {
    /// Removes the sockets of a project of which nothing runs: what was killed left its own behind,
    /// a supervisor as well as a requirement.
    ///
    /// - Parameter folder: as a run recorded it; nothing happens where it is gone.
    package static func removeSockets(in folder: String) throws(SystemError) {
        guard try FileSystem.entry(folder)?.isDirectory == true else { return }
        for name in try FileSystem.list(folder) {
            let path = Path.join(folder, name)
            guard let status = try FileSystem.entry(path) else { continue }
            if status.isDirectory {
                try removeOwn(in: path)
            } else if isOwn(path, status) {
                try FileSystem.removeFile(path)
            }
        }
    }

    /// A requirement's own folder, which stays: it was made for its account.
    private static func removeOwn(in folder: String) throws(SystemError) {
        for name in try FileSystem.list(folder) {
            let path = Path.join(folder, name)
            guard let status = try FileSystem.entry(path), isOwn(path, status) else { continue }
            try FileSystem.removeFile(path)
        }
    }

    /// A socket, or the lock that postgres puts beside one.
    package static func isOwn(_ path: String, _ status: FileStatus) -> Bool {
        status.isSocket || status.isRegular && path.hasSuffix(".lock")
    }
}
