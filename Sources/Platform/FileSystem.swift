import Glibc

/// Files and folders by path. Every descriptor is close-on-exec; every error names its path.
package enum FileSystem {
    /// Whether something is at `path`; a link counts as what it leads to.
    package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    package static func isDirectory(_ path: String) -> Bool {
        (try? status(path))?.isDirectory ?? false  // what can't be looked at is no folder of ours
    }

    package static func isExecutable(_ path: String) -> Bool {
        guard let status = try? status(path), status.isRegular else { return false }  // same
        return access(path, X_OK) == 0
    }

    package static func status(_ path: String, followLinks: Bool = true) throws(SystemError)
        -> FileStatus
    {
        var raw = stat()
        try checked(followLinks ? "stat" : "lstat", path) {
            followLinks ? stat(path, &raw) : lstat(path, &raw)
        }
        return FileStatus(raw)
    }

    package static func status(
        descriptor: Descriptor, subject: String
    ) throws(SystemError) -> FileStatus {
        var raw = stat()
        try checked("fstat", subject) { fstat(descriptor.raw, &raw) }
        return FileStatus(raw)
    }

    package static func read(_ path: String, limit: Int = .max) throws(SystemError) -> [UInt8] {
        let descriptor = try checked("open", path) { open(path, O_RDONLY | O_CLOEXEC) }
        defer { close(descriptor) }
        return try read(descriptor: descriptor, subject: path, limit: limit)
    }

    /// Reads from the descriptor's position to its end, at most `limit` bytes.
    package static func read(
        descriptor: Int32, subject: String, limit: Int = .max
    ) throws(SystemError) -> [UInt8] {
        var result: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while result.count < limit {
            let wanted = min(chunk.count, limit - result.count)
            let count = try checked("read", subject) { Glibc.read(descriptor, &chunk, wanted) }
            if count == 0 { break }
            result += chunk[..<count]
        }
        return result
    }

    /// The text of a file; bytes that are no UTF-8 become U+FFFD.
    package static func readText(_ path: String) throws(SystemError) -> String {
        String(decoding: try read(path), as: UTF8.self)
    }

    /// Nil where there is no such file; every other error is thrown.
    package static func readIfPresent(_ path: String) throws(SystemError) -> [UInt8]? {
        do throws(SystemError) { return try read(path) } catch {
            if error.errno == ENOENT || error.errno == ENOTDIR { return nil }
            throw error
        }
    }

    package static func readLink(_ path: String) throws(SystemError) -> String {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = try checked("readlink", path) {
            buffer.withUnsafeMutableBytes {
                readlink(path, $0.baseAddress!.assumingMemoryBound(to: CChar.self), $0.count)
            }
        }
        return String(decoding: buffer[..<count], as: UTF8.self)
    }

    /// The names in a folder, sorted, without `.` and `..`.
    package static func list(_ path: String) throws(SystemError) -> [String] {
        guard let folder = opendir(path) else { throw SystemError("opendir", path, errno: errno) }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Writes all of `bytes` to an open descriptor.
    package static func write(
        _ bytes: [UInt8], to descriptor: Int32, subject: String
    ) throws(SystemError) {
        var offset = 0
        while offset < bytes.count {
            offset += try checked("write", subject) {
                bytes.withUnsafeBytes {
                    Glibc.write(descriptor, $0.baseAddress! + offset, bytes.count - offset)
                }
            }
        }
    }

    /// Replaces `path` as a whole: a reader sees the old file or the new one, never a half.
    ///
    /// - Parameter synced: flushes the file and its folder before returning (survives a power cut).
    package static func writeAtomically(
        _ bytes: [UInt8], to path: String, mode: FileMode = 0o600, synced: Bool = false
    ) throws(SystemError) {
        let temporary = TemporaryName.beside(path)
        do throws(SystemError) {
            let descriptor = try checked("open", temporary) {
                open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
            }
            defer { close(descriptor) }
            try checked("fchmod", temporary) { fchmod(descriptor, mode) }
            try write(bytes, to: descriptor, subject: temporary)
            if synced { try checked("fsync", temporary) { fsync(descriptor) } }
            try checked("rename", path) { rename(temporary, path) }
        } catch {
            unlink(temporary)
            throw error
        }
        if synced { try sync(folder: Path.parent(path)) }
    }

    /// Flushes the entries of a folder (needed after a rename that must survive a power cut).
    package static func sync(folder: String) throws(SystemError) {
        let descriptor = try checked("open", folder) {
            open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        }
        defer { close(descriptor) }
        try checked("fsync", folder) { fsync(descriptor) }
    }

    /// Makes `path` a link to `target` at once: whatever link was there is replaced by rename.
    package static func replaceLink(_ path: String, target: String) throws(SystemError) {
        let temporary = TemporaryName.beside(path)
        try checked("symlink", temporary) { symlink(target, temporary) }
        do throws(SystemError) { try checked("rename", path) { rename(temporary, path) } } catch {
            unlink(temporary)
            throw error
        }
    }

    /// Makes the folder and its missing ancestors, all with `mode`; fine where it exists.
    package static func createDirectories(_ path: String, mode: FileMode = 0o700)
        throws(SystemError)
    {
        if mkdir(path, mode) == 0 { return }
        let code = errno
        if code == EEXIST, isDirectory(path) { return }
        guard code == ENOENT, path != "/", path != "." else {
            throw SystemError("mkdir", path, errno: code)
        }
        try createDirectories(Path.parent(path), mode: mode)
        if mkdir(path, mode) != 0, errno != EEXIST {
            throw SystemError("mkdir", path, errno: errno)
        }
    }

    /// Removes one file or link; fine where it is gone already.
    package static func removeFile(_ path: String) throws(SystemError) {
        do throws(SystemError) { try checked("unlink", path) { unlink(path) } } catch {
            if error.errno != ENOENT { throw error }
        }
    }
}

/// What `stat` tells of a file, as far as envctl asks.
package struct FileStatus: Sendable, Equatable {
    package var mode: FileMode
    package var userID: UInt32
    package var groupID: UInt32
    /// Bytes.
    package var size: Int64
    /// Nanoseconds since 1970.
    package var modified: Int64
    /// Nanoseconds since 1970: of its content or of what is known of it.
    package var changed: Int64
    package var device: UInt64
    package var inode: UInt64
    package var linkCount: UInt64

    init(_ raw: stat) {
        mode = raw.st_mode
        userID = raw.st_uid
        groupID = raw.st_gid
        size = Int64(raw.st_size)
        modified = Int64(raw.st_mtim.tv_sec) * 1_000_000_000 + Int64(raw.st_mtim.tv_nsec)
        changed = Int64(raw.st_ctim.tv_sec) * 1_000_000_000 + Int64(raw.st_ctim.tv_nsec)
        device = UInt64(raw.st_dev)
        inode = UInt64(raw.st_ino)
        linkCount = UInt64(raw.st_nlink)
    }

    package var isDirectory: Bool { mode & S_IFMT == S_IFDIR }
    package var isRegular: Bool { mode & S_IFMT == S_IFREG }
    package var isLink: Bool { mode & S_IFMT == S_IFLNK }
    package var isSocket: Bool { mode & S_IFMT == S_IFSOCK }
    /// The lower twelve bits.
    package var permissions: FileMode { mode & 0o7777 }
}

/// Permission bits and file type, as in `st_mode`.
package typealias FileMode = UInt32
