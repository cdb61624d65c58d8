import Glibc
package import Platform
import Vocabulary

/// The index of one log, open for whoever writes it: the supervisor, or a command under the
/// project's lock where none lives.
package final class LogIndexFile {
    private let log: String
    private var descriptor: Descriptor
    package private(set) var inode: UInt64
    package private(set) var head: Int64
    /// The newest entry; nil where there is none.
    package private(set) var last: LogIndex.Entry?

    /// Goes on with the index that is there, and begins a new one where that is another file's.
    ///
    /// - Parameter inode: of the log as it is now.
    package init(of log: String, inode: UInt64) throws(SystemError) {
        self.log = log
        self.inode = inode
        let known = try LogIndex.read(of: log, inode: inode)
        head = known?.head ?? 0
        last = known?.entries.last
        descriptor = try Self.open(log)
        if known == nil { try restart(inode: inode) }
    }

    private static func open(_ log: String) throws(SystemError) -> Descriptor {
        try Descriptor.open(LogIndex.path(of: log), O_RDWR | O_CREAT)
    }

    package func append(_ entry: LogIndex.Entry) throws(SystemError) {
        // A torn entry would shift all that follow.
        let end = Int64(lseek(descriptor.raw, 0, Int32(SEEK_END)))
        let torn = (end - Int64(LogIndex.headerSize)) % Int64(LogIndex.entrySize)
        lseek(descriptor.raw, off_t(end - torn), Int32(SEEK_SET))
        try FileSystem.write(entry.bytes, to: descriptor.raw, subject: LogIndex.path(of: log))
        last = entry
    }

    /// Forgets everything: the log is another one, or begins anew.
    package func restart(inode: UInt64) throws(SystemError) {
        let path = LogIndex.path(of: log)
        try checked("ftruncate", path) { ftruncate(descriptor.raw, 0) }
        lseek(descriptor.raw, 0, Int32(SEEK_SET))
        try FileSystem.write(LogIndex(inode: inode).header, to: descriptor.raw, subject: path)
        (self.inode, head, last) = (inode, 0, nil)
    }

    /// The bytes before `head` are gone; so is what was known of them.
    package func move(head: Int64) throws(SystemError) {
        let known = try LogIndex.read(of: log, inode: inode) ?? LogIndex(inode: inode)
        let kept = known.kept(from: head)
        try FileSystem.writeAtomically(kept.bytes, to: LogIndex.path(of: log), mode: 0o600)
        descriptor = try Self.open(log)
        (self.head, last) = (head, kept.entries.last)
    }
}
