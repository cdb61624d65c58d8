import Glibc

/// One inotify instance. A user has 128 of them on most machines, so a process makes one at most.
package final class FileWatch: Sendable {
    package let descriptor: Descriptor

    /// What happened at a watched path.
    package struct Notice: Sendable {
        /// Of the watch; -1 where notices were lost.
        package var watch: Int32
        package var what: UInt32
        /// Of the entry of a watched folder; empty where it is about the path itself.
        package var name: String

        /// The kernel had more to tell than its queue holds.
        package var isOverflow: Bool { what & UInt32(IN_Q_OVERFLOW) != 0 }
        /// The watch has ended: it was one-shot, or its path is gone.
        package var isEnd: Bool { what & UInt32(IN_IGNORED) != 0 }
        package var isFolder: Bool { what & UInt32(IN_ISDIR) != 0 }
    }

    /// - Throws: `inotify_init1`, EMFILE where this user has none left.
    package init() throws(SystemError) {
        descriptor = Descriptor(
            try checked("inotify_init1", "") { inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK)) })
    }

    /// Watches a path for one more kind of event; the same number where it is watched already.
    ///
    /// - Throws: `inotify_add_watch`, ENOSPC where this user has no watch left.
    package func add(_ path: String, _ events: UInt32) throws(SystemError) -> Int32 {
        try checked("inotify_add_watch", path) {
            inotify_add_watch(descriptor.raw, path, events | UInt32(IN_MASK_ADD))
        }
    }

    /// Fine where it has ended by itself.
    package func remove(_ watch: Int32) { _ = inotify_rm_watch(descriptor.raw, watch) }

    /// All that is there to be told now.
    package func notices() -> [Notice] {
        var notices: [Notice] = []
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = read(descriptor.raw, &buffer, buffer.count)
            guard count > 0 else { return notices }
            buffer.withUnsafeBytes { notices += Self.notices(in: $0, count) }
        }
    }

    private static func notices(in bytes: UnsafeRawBufferPointer, _ count: Int) -> [Notice] {
        var notices: [Notice] = []
        var start = 0
        while start + MemoryLayout<inotify_event>.size <= count {
            let length = Int(bytes.loadUnaligned(fromByteOffset: start + 12, as: UInt32.self))
            let name = bytes[(start + 16)..<(start + 16 + length)].prefix { $0 != 0 }
            notices.append(
                Notice(
                    watch: bytes.loadUnaligned(fromByteOffset: start, as: Int32.self),
                    what: bytes.loadUnaligned(fromByteOffset: start + 4, as: UInt32.self),
                    name: String(decoding: name, as: UTF8.self)))
            start += 16 + length
        }
        return notices
    }
}
