import Glibc
import Platform

/// Reads what was appended to a log since an offset, line by line.
struct LogReader {
    /// Longer lines are cut.
    static let lineLimit = 65_536

    private let path: String
    private var offset: Int64
    private var pending: [UInt8] = []

    init(path: String, offset: Int64) {
        self.path = path
        self.offset = offset
    }

    /// The lines that were completed since the last call.
    mutating func newLines() -> [String] {
        // A log that can't be read (removed, say) has no lines now; the deadline tells.
        guard let descriptor = try? Descriptor.open(path, O_RDONLY) else { return [] }
        var chunk = [UInt8](repeating: 0, count: 65_536)
        var lines: [String] = []
        while true {
            let count = pread(descriptor.raw, &chunk, chunk.count, off_t(offset))
            guard count > 0 else { return lines }
            offset += Int64(count)
            for byte in chunk[..<count] {
                if byte != 0x0A {
                    if pending.count < Self.lineLimit { pending.append(byte) }
                    continue
                }
                lines.append(String(decoding: pending, as: UTF8.self))
                pending.removeAll(keepingCapacity: true)
            }
        }
    }

    /// The last lines since `offset`, the unfinished one included.
    static func tail(_ path: String, from offset: Int64, count: Int) -> [String] {
        // Only for a message: without a log there are no lines to show.
        guard let descriptor = try? Descriptor.open(path, O_RDONLY) else { return [] }
        let size = lseek(descriptor.raw, 0, Int32(SEEK_END))
        let start = max(Int64(offset), Int64(size) - Int64(lineLimit))
        guard Int64(size) > start else { return [] }
        var bytes = [UInt8](repeating: 0, count: Int(Int64(size) - start))
        let got = pread(descriptor.raw, &bytes, bytes.count, off_t(start))
        guard got > 0 else { return [] }
        return bytes[..<got].split(separator: 0x0A).suffix(count).map {
            String(decoding: $0.prefix(4096), as: UTF8.self)
        }
    }
}
