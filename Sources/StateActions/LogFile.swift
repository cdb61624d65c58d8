import Glibc
package import Platform

/// The log of one component, opened for reading; closed when released.
package final class LogFile {
    package let path: String
    private let descriptor: Descriptor
    /// Where the next read begins.
    package private(set) var offset: Int64

    /// Nil where there is no such file.
    package init?(_ path: String) throws(SystemError) {
        do throws(SystemError) { descriptor = try Descriptor.open(path, O_RDONLY) } catch {
            if error.errno == ENOENT || error.errno == ENOTDIR { return nil }
            throw error
        }
        self.path = path
        offset = 0
    }

    private static let block = 65_536

    /// Moves to the beginning of the last `lines` lines, reading backwards from the end block by
    /// block; an unfinished last line counts as one.
    package func seekToTail(lines: Int) throws(SystemError) {
        let end = Int64(try status().st_size)
        offset = end
        guard lines > 0 else { return }
        var position = Int64(end)
        var found = 0
        while position > 0 {
            let start = max(0, position - Int64(Self.block))
            let bytes = try read(at: start, count: Int(position - start))
            guard !bytes.isEmpty else { return offset = start }
            for index in bytes.indices.reversed() where bytes[index] == UInt8(ascii: "\n") {
                // The line feed at the very end belongs to the last line.
                if start + Int64(index) == end - 1 { continue }
                found += 1
                if found == lines { return offset = start + Int64(index) + 1 }
            }
            position = start
        }
        offset = 0
    }

    /// The next bytes, at most one block; empty at the end.
    ///
    /// A file that got shorter without us is read from its beginning again.
    package func next() throws(SystemError) -> [UInt8] {
        if try status().st_size < offset { offset = 0 }
        let bytes = try read(at: offset, count: Self.block)
        offset += Int64(bytes.count)
        return bytes
    }

    /// Another file has this one's name now.
    package var isReplaced: Bool {
        // What can't be looked at can't be read instead.
        guard let named = try? FileSystem.status(path), let own = try? status() else {
            return false
        }
        return named.inode != UInt64(own.st_ino) || named.device != UInt64(own.st_dev)
    }

    private func status() throws(SystemError) -> stat {
        var raw = stat()
        try checked("fstat", path) { fstat(descriptor.raw, &raw) }
        return raw
    }

    /// At most `count` bytes; fewer only at the end.
    private func read(at start: Int64, count: Int) throws(SystemError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got = try checked("pread", path) {
                bytes.withUnsafeMutableBytes {
                    pread(
                        descriptor.raw, $0.baseAddress.map { $0 + filled }, count - filled,
                        off_t(start) + off_t(filled))
                }
            }
            if got == 0 { break }
            filled += got
        }
        return Array(bytes[..<filled])
    }
}
