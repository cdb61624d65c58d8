import Glibc
package import Platform

/// How much of a log is kept: its head is given back in steps, and offsets never move.
package enum LogRoom {
    /// Bytes of each component, where nothing else is configured.
    package static let standard: Int64 = 64 << 20
    private static let page: Int64 = 4096

    /// What is given back at a time.
    static func step(limit: Int64) -> Int64 {
        max(page, min(16 << 20, limit / 4 / page * page))
    }

    /// Where the kept bytes are to begin, so that at most `limit` are kept.
    package static func head(size: Int64, head: Int64, limit: Int64) -> Int64 {
        guard size - head > limit else { return head }
        let step = step(limit: limit)
        return max(head, min((size - limit + step - 1) / step * step, size / page * page))
    }

    /// Gives back everything before `head`.
    ///
    /// - Returns: where the first whole line begins that is kept; nil where the file system can't.
    package static func cut(_ log: String, before head: Int64) throws(SystemError) -> Int64? {
        let descriptor = try Descriptor.open(log, O_RDWR)
        guard try Holes.punch(descriptor.raw, from: 0, to: head, subject: log) else { return nil }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = pread(descriptor.raw, &bytes, bytes.count, off_t(head))
        guard count > 0 else { return head }
        return bytes[..<count].firstIndex(of: 0x0A).map { head + Int64($0) + 1 } ?? head
    }

    /// Forgets what was written so far. Whoever writes goes on at the same offset, or, where the file
    /// system makes no holes, at the beginning.
    ///
    /// - Returns: whether offsets have stayed.
    package static func clear(_ log: String) throws(SystemError) -> Bool {
        guard let status = try present(log) else { return true }
        let index = try LogIndexFile(of: log, inode: status.inode)
        if try cut(log, before: status.size) != nil {
            try index.move(head: status.size)
            return true
        }
        try checked("truncate", log) { truncate(log, 0) }
        try index.restart(inode: status.inode)
        return false
    }

    /// Puts a log aside as `<log>.1`, with its index; only where nobody writes it.
    package static func setAside(_ log: String) throws(SystemError) {
        let old = log + ".1"
        try FileSystem.removeFile(LogIndex.path(of: old))
        try checked("rename", log) { rename(log, old) }
        let index = LogIndex.path(of: log)
        if FileSystem.exists(index) {
            try checked("rename", index) { rename(index, LogIndex.path(of: old)) }
        }
    }

    /// Nil where there is no log.
    package static func present(_ log: String) throws(SystemError) -> FileStatus? {
        do throws(SystemError) { return try FileSystem.status(log) } catch {
            if error.errno == ENOENT || error.errno == ENOTDIR { return nil }
            throw error
        }
    }
}
