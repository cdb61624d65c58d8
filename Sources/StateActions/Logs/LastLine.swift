import Glibc
import Platform

/// The newest line of a log from a place on: what something that is starting says of itself.
package struct LastLine: Sendable {
    private let path: String
    /// What was there before does not count.
    private let begin: Int64

    private static let window: Int64 = 4096

    /// Counts from the log's end as it is now.
    package init(after path: String) {
        self.path = path
        // Where there is no log yet, all of it will be new.
        begin = (try? FileSystem.status(path).size) ?? 0
    }

    /// Nil while nothing was written, and where it can't be read: it is only shown.
    package func read() -> String? {
        // Not there, or not to be read: it is only shown.
        guard let descriptor = try? Descriptor.open(path, O_RDONLY) else { return nil }
        // The same.
        let status = try? FileSystem.status(descriptor: descriptor, subject: path)
        guard let size = status?.size else { return nil }
        // It was cut, or another file took its place.
        let first = size < begin ? 0 : begin
        let start = max(first, size - Self.window)
        guard size > start else { return nil }
        var bytes = [UInt8](repeating: 0, count: Int(size - start))
        let count = pread(descriptor.raw, &bytes, bytes.count, off_t(start))
        let lines = bytes.prefix(max(0, count)).split(separator: UInt8(ascii: "\n"))
        return lines.last { line in line.contains { $0 > 0x20 } }
            .map { String(decoding: Array($0), as: UTF8.self) }
    }
}
