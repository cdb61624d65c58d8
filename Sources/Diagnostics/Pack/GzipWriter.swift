import CZlib
import Glibc
import Platform
import Vocabulary

/// A gzip stream into an open file: deflated piece by piece, with no time and no name in it, so that
/// the same bytes in give the same bytes out.
final class GzipWriter {
    private let descriptor: Int32
    private let path: String
    private var stream = z_stream()
    private var buffer = [UInt8](repeating: 0, count: 65_536)

    /// `windowBits` of zlib: a window of 32 KiB, and the frame of gzip around it.
    private static let gzipWindow: Int32 = 15 + 16

    /// - Parameter descriptor: open for writing; stays the caller's.
    init(_ descriptor: Int32, path: String) throws {
        self.descriptor = descriptor
        self.path = path
        let code = deflateInit2_(
            &stream, 6, Z_DEFLATED, Self.gzipWindow, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else { throw GzipError(operation: "deflateInit2", code: code).failure }
    }

    deinit { deflateEnd(&stream) }

    func write(_ bytes: [UInt8]) throws { try deflate(bytes, Z_NO_FLUSH) }

    /// Writes what is left; nothing may follow.
    func finish() throws { try deflate([], Z_FINISH) }

    private func deflate(_ bytes: [UInt8], _ flush: Int32) throws {
        var input = bytes
        try input.withUnsafeMutableBufferPointer { input in
            stream.next_in = input.baseAddress
            stream.avail_in = uInt(input.count)
            repeat {
                let count = try step(flush)
                try FileSystem.write(Array(buffer[..<count]), to: descriptor, subject: path)
            } while stream.avail_out == 0
        }
        // The pointer is not to outlive the call.
        stream.next_in = nil
    }

    /// - Returns: how many bytes of the buffer are filled.
    private func step(_ flush: Int32) throws -> Int {
        let size = buffer.count
        let code = buffer.withUnsafeMutableBufferPointer { output in
            stream.next_out = output.baseAddress
            stream.avail_out = uInt(output.count)
            return CZlib.deflate(&stream, flush)
        }
        // Z_BUF_ERROR: there was nothing to do, which is no error.
        guard [Z_OK, Z_STREAM_END, Z_BUF_ERROR].contains(code) else {
            throw GzipError(operation: "deflate", code: code).failure
        }
        return size - Int(stream.avail_out)
    }
}

/// A call of zlib that failed.
struct GzipError {
    let operation: String
    let code: Int32

    var failure: Failure {
        Failure(
            "pack.compression", "the archive could not be compressed or read back",
            because: ["\(operation): zlib's code \(code)"])
    }
}
