import Platform
import Supervision
import Vocabulary

/// Goes through the lines of one file, one after the other; asked again at the end, it sees what has
/// come since.
final class LogCursor {
    let file: LogFile
    private let source: LogSource
    private let pattern: LogPattern?
    /// Bytes of the file from `base` on; of those only `start..<end` are still to be looked at.
    private var buffer: UnsafeMutableRawBufferPointer
    private var base: Int64
    private var start = 0
    private var end = 0
    /// The entry of the index that the last line belongs to.
    private var entry = 0
    /// Longer lines are cut, so that a program that never ends its line costs no memory.
    private static let longest = LogFile.block

    init(_ file: LogFile, of source: LogSource, from offset: Int64, _ pattern: LogPattern?) {
        self.file = file
        self.source = source
        self.pattern = pattern
        base = offset
        buffer = .allocate(byteCount: LogFile.block + 65_536, alignment: 16)
        entry = file.index?.position(of: offset) ?? 0
    }

    deinit { buffer.deallocate() }

    /// Where the next line begins.
    var offset: Int64 { base + Int64(start) }

    /// The next wanted line; nil where no finished one is there.
    func next() throws(SystemError) -> LogLine? {
        while true {
            if let line = takeLine() { return line }
            guard try fill() else { return nil }
        }
    }

    /// What has no line feed at the end of the file, where it is wanted.
    func rest() -> LogLine? {
        let bytes = UnsafeRawBufferPointer(rebasing: buffer[start..<end])
        guard !bytes.isEmpty, pattern.map({ $0.first(in: bytes) != nil }) ?? true else {
            return nil
        }
        defer { start = end }
        return line(start..<end, isFinished: false)
    }

    /// The file got shorter: it is read from its beginning again.
    func rewind() {
        (base, start, end) = (0, 0, 0)
    }

    private func takeLine() -> LogLine? {
        while start < end {
            let bytes = UnsafeRawBufferPointer(rebasing: buffer[start..<end])
            guard let last = ByteSearch.last(0x0A, in: bytes) else { return cut(bytes) }
            let whole = UnsafeRawBufferPointer(rebasing: bytes[...last])
            guard let range = wanted(in: whole) else {
                start += last + 1
                return nil
            }
            let line = line(start + range.lowerBound..<start + range.upperBound, isFinished: true)
            start += range.upperBound + 1
            return line
        }
        return nil
    }

    private func wanted(in bytes: UnsafeRawBufferPointer) -> Range<Int>? {
        if let pattern { return pattern.first(in: bytes) }
        return ByteSearch.first(0x0A, in: bytes).map { 0..<$0 }
    }

    /// A piece of a line that is too long to wait for its end.
    private func cut(_ bytes: UnsafeRawBufferPointer) -> LogLine? {
        guard bytes.count >= Self.longest else { return nil }
        defer { start = end }
        if let pattern, pattern.first(in: bytes) == nil { return nil }
        return line(start..<end, isFinished: true)
    }

    private func line(_ range: Range<Int>, isFinished: Bool) -> LogLine {
        let offset = base + Int64(range.lowerBound)
        let entries = file.index?.entries ?? []
        while entry < entries.count, entries[entry].offset <= offset { entry += 1 }
        let known = entry < entries.count ? entries[entry] : nil
        return LogLine(
            source: source, bytes: Array(buffer[range]), isFinished: isFinished, time: known?.time,
            order: known?.order ?? .max)
    }

    /// - Returns: false at the end of the file.
    private func fill() throws(SystemError) -> Bool {
        base += Int64(start)
        let kept = end - start
        if kept > 0, start > 0 {
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[start..<end]))
        }
        (start, end) = (0, kept)
        if kept == 0, let data = file.data(from: base), data > base { base = data }
        let room = UnsafeMutableRawBufferPointer(rebasing: buffer[kept...])
        let count = try file.read(at: base + Int64(kept), into: room)
        end += count
        return count > 0
    }
}
