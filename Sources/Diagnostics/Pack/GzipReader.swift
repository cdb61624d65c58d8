import CZlib
import Glibc
import Platform
import Vocabulary

/// Unpacks a gzip file piece by piece, never more of it in memory than one piece.
final class GzipReader {
    private let descriptor: Descriptor
    private let path: String
    private var stream = z_stream()
    private var input = [UInt8](repeating: 0, count: 65_536)
    private var output = [UInt8](repeating: 0, count: 65_536)

    private static let gzipWindow: Int32 = 15 + 16

    init(_ path: String) throws {
        self.path = path
        descriptor = try Descriptor.open(path, O_RDONLY)
        let code = inflateInit2_(
            &stream, Self.gzipWindow, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else { throw GzipError(operation: "inflateInit2", code: code).failure }
    }

    deinit { inflateEnd(&stream) }

    /// Hands all of the content to `body`, in order.
    ///
    /// - Throws: `pack.compression` where the file is no whole gzip stream.
    func read(_ body: (ArraySlice<UInt8>) throws -> Void) throws {
        var hasEnded = false
        while !hasEnded {
            let count = try checked("read", path) {
                Glibc.read(descriptor.raw, &input, input.count)
            }
            if count == 0 { throw GzipError(operation: "inflate", code: Z_BUF_ERROR).failure }
            hasEnded = try inflate(count, body)
        }
    }

    /// - Returns: whether that was the end of the stream.
    private func inflate(_ count: Int, _ body: (ArraySlice<UInt8>) throws -> Void) throws -> Bool {
        try input.withUnsafeMutableBufferPointer { bytes in
            stream.next_in = bytes.baseAddress
            stream.avail_in = uInt(count)
            var code = Z_OK
            repeat {
                code = step()
                guard [Z_OK, Z_STREAM_END, Z_BUF_ERROR].contains(code) else {
                    throw GzipError(operation: "inflate", code: code).failure
                }
                try body(output[..<(output.count - Int(stream.avail_out))])
            } while code == Z_OK && stream.avail_out == 0
            // The pointer is not to outlive the call.
            stream.next_in = nil
            return code == Z_STREAM_END
        }
    }

    private func step() -> Int32 {
        output.withUnsafeMutableBufferPointer { output in
            stream.next_out = output.baseAddress
            stream.avail_out = uInt(output.count)
            return CZlib.inflate(&stream, Z_NO_FLUSH)
        }
    }
}
