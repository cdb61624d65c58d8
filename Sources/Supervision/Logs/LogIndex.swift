package import Platform
package import Vocabulary

/// What lies beside a component's log and says when its bytes were written: one entry for what came
/// within a tenth of a second, and where the kept bytes begin.
///
/// `<log>.index`: 32 bytes (`envclog1`, inode of the log, head, nothing), then 24 for each entry
/// (offset, wall clock, order), little-endian. A torn last entry is ignored.
package struct LogIndex: Sendable, Equatable {
    /// The bytes before `offset`, from the previous entry's on, were there at that time.
    package struct Entry: Sendable, Equatable {
        package var offset: Int64
        /// By the wall clock, as it was then.
        package var time: Timestamp
        /// Milliseconds that never go back, of all logs of a project alike: what lines are merged by.
        package var order: Int64

        package init(offset: Int64, time: Timestamp, order: Int64) {
            self.offset = offset
            self.time = time
            self.order = order
        }
    }

    /// Of the log that it is about; another file has its name where that differs.
    package var inode: UInt64
    /// Bytes before this offset are not kept.
    package var head: Int64
    package var entries: [Entry]

    package init(inode: UInt64, head: Int64 = 0, entries: [Entry] = []) {
        self.inode = inode
        self.head = head
        self.entries = entries
    }

    package static func path(of log: String) -> String { log + ".index" }

    /// The index of a log; nil where there is none, or one of another file.
    package static func read(of log: String, inode: UInt64) throws(SystemError) -> LogIndex? {
        guard let bytes = try FileSystem.readIfPresent(path(of: log)) else { return nil }
        guard let index = LogIndex(bytes), index.inode == inode else { return nil }
        return index
    }

    /// Which entry tells of the byte at `offset`; the end of the entries where nobody has seen it yet.
    package func position(of offset: Int64) -> Int {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].offset <= offset { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Without what is about bytes that are not kept.
    func kept(from head: Int64) -> LogIndex {
        LogIndex(inode: inode, head: head, entries: Array(entries[position(of: head)...]))
    }
}

extension LogIndex {
    static let magic = Array("envclog1".utf8)
    static let headerSize = 32
    static let entrySize = 24

    /// Nil where these bytes are no index.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= Self.headerSize, bytes.starts(with: Self.magic) else { return nil }
        let count = (bytes.count - Self.headerSize) / Self.entrySize
        self = bytes.withUnsafeBytes { raw in
            func number(_ offset: Int) -> Int64 {
                Int64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: Int64.self))
            }
            let entries = (0..<count).map { index in
                let start = Self.headerSize + index * Self.entrySize
                return Entry(
                    offset: number(start), time: Timestamp(milliseconds: number(start + 8)),
                    order: number(start + 16))
            }
            return LogIndex(
                inode: UInt64(bitPattern: number(8)), head: number(16), entries: entries)
        }
    }

    var header: [UInt8] {
        Self.magic + Self.bytes(Int64(bitPattern: inode)) + Self.bytes(head) + Self.bytes(0)
    }

    var bytes: [UInt8] { entries.reduce(into: header) { $0 += $1.bytes } }

    static func bytes(_ number: Int64) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }
}

extension LogIndex.Entry {
    var bytes: [UInt8] {
        LogIndex.bytes(offset) + LogIndex.bytes(time.milliseconds) + LogIndex.bytes(order)
    }
}
