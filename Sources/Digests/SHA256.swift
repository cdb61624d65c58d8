import Glibc
package import Platform

/// SHA-256 (FIPS 180-4), by libcrypto.
package enum SHA256 {
    /// Bytes in a digest.
    package static let length = 32

    /// The 32 bytes of the digest.
    package static func digest(of bytes: [UInt8]) -> [UInt8] {
        let hasher = Hasher()
        hasher.update(bytes)
        return hasher.finish()
    }

    /// The digest as 64 lower-case hex digits.
    package static func hex(of bytes: [UInt8]) -> String { Hex.encode(digest(of: bytes)) }

    /// The digest of the text's UTF-8 as 64 lower-case hex digits.
    package static func hex(of text: String) -> String { hex(of: Array(text.utf8)) }

    /// The digest of a file's content, read in pieces, as 64 lower-case hex digits.
    package static func hex(ofFile path: String) throws(SystemError) -> String {
        let descriptor = try checked("open", path) { open(path, O_RDONLY | O_CLOEXEC) }
        defer { close(descriptor) }
        let hasher = Hasher()
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = try checked("read", path) { read(descriptor, &chunk, chunk.count) }
            if count == 0 { return Hex.encode(hasher.finish()) }
            hasher.update(chunk[..<count])
        }
    }
}
