import Glibc
package import Platform
import Supervision
import Vocabulary

/// One file of a log, opened for reading, with its index; closed when released.
package final class LogFile {
    package let path: String
    private let descriptor: Descriptor
    private let status: FileStatus
    /// Nil where nobody made one.
    private(set) var index: LogIndex?
    /// The first byte that is kept, and begins a line.
    private(set) var head: Int64 = 0

    /// Nil where there is no such file.
    package init?(_ path: String) throws(SystemError) {
        do throws(SystemError) { descriptor = try Descriptor.open(path, O_RDONLY) } catch {
            if error.errno == ENOENT || error.errno == ENOTDIR { return nil }
            throw error
        }
        self.path = path
        status = try Self.status(descriptor, path)
        index = try LogIndex.read(of: path, inode: status.inode)
        head = try firstLine()
    }

    package static let block = 1 << 20

    /// Bytes, as it is now.
    package func size() throws(SystemError) -> Int64 { try Self.status(descriptor, path).size }

    /// When it was written last, in milliseconds, at its opening.
    var modified: Int64 { status.modified / 1_000_000 }

    /// Another file has this one's name now.
    package var isReplaced: Bool {
        // What can't be looked at can't be read instead.
        guard let named = try? FileSystem.status(path) else { return false }
        return named.inode != status.inode || named.device != status.device
    }

    /// Where the last `lines` lines begin, looked for backwards from the end; an unfinished last line
    /// counts as one. `found` is how many there are, where the whole file has fewer.
    package func tail(_ lines: Int) throws(SystemError) -> (offset: Int64, found: Int) {
        let end = try size()
        var (position, found) = (end, 0)
        guard lines > 0, end > head else { return (end, 0) }
        while position > head {
            let start = max(head, position - 65_536)
            let bytes = try read(at: start, count: Int(position - start))
            for index in bytes.indices.reversed() where bytes[index] == 0x0A {
                // The line feed at the very end belongs to the last line.
                if start + Int64(index) == end - 1 { continue }
                found += 1
                if found == lines { return (start + Int64(index) + 1, lines) }
            }
            position = start
        }
        return (head, found + 1)
    }

    /// Where the first line begins that may have been written at `time` or after it.
    func start(since time: Timestamp) throws(SystemError) -> Int64 {
        guard let index else { return modified < time.milliseconds ? try size() : head }
        guard let first = index.entries.firstIndex(where: { $0.time >= time }) else {
            let known = index.entries.last?.offset ?? head
            return modified < time.milliseconds ? try size() : try lineStart(known)
        }
        return first == 0 ? head : try lineStart(index.entries[first - 1].offset)
    }

    /// At most `count` bytes; fewer only at the end.
    func read(at start: Int64, count: Int) throws(SystemError) -> [UInt8] {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 1)
        defer { buffer.deallocate() }
        return Array(buffer[..<(try read(at: start, into: buffer))])
    }

    /// Fills the buffer; less only at the end.
    func read(at start: Int64, into buffer: UnsafeMutableRawBufferPointer) throws(SystemError)
        -> Int
    {
        var filled = 0
        while filled < buffer.count, let base = buffer.baseAddress {
            let got = try checked("pread", path) {
                pread(
                    descriptor.raw, base + filled, buffer.count - filled, off_t(start) + filled)
            }
            if got == 0 { break }
            filled += got
        }
        return filled
    }

    /// Where the next byte that is in no hole is; nil at the end.
    func data(from offset: Int64) -> Int64? { Holes.data(descriptor.raw, from: offset) }

    /// At `offset`, or after the line that goes on there.
    private func lineStart(_ offset: Int64) throws(SystemError) -> Int64 {
        let start = max(offset, head)
        if start == head { return head }
        let bytes = try read(at: start - 1, count: Self.block)
        return bytes.firstIndex(of: 0x0A).map { start + Int64($0) } ?? start + Int64(bytes.count)
    }

    private func firstLine() throws(SystemError) -> Int64 {
        let data = Holes.data(descriptor.raw, from: 0) ?? status.size
        if let head = index?.head, head >= data { return head }
        guard data > 0 else { return 0 }
        let bytes = try read(at: data, count: 65_536)
        return bytes.firstIndex(of: 0x0A).map { data + Int64($0) + 1 } ?? data
    }

    private static func status(
        _ descriptor: Descriptor, _ path: String
    ) throws(SystemError) -> FileStatus {
        try FileSystem.status(descriptor: descriptor, subject: path)
    }
}
