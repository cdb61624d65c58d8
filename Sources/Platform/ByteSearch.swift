import CPlatform
import Glibc

/// Searches in bytes by the C library's own, vectorised functions.
package enum ByteSearch {
    /// Where `word` begins in bytes; nil where it is not in them.
    package static func find(_ word: [UInt8], in bytes: UnsafeRawBufferPointer) -> Int? {
        guard let base = bytes.baseAddress, bytes.count >= word.count else { return nil }
        let found = cp_find(base, bytes.count, word, word.count)
        return found < 0 ? nil : Int(found)
    }

    package static func first(_ byte: UInt8, in bytes: UnsafeRawBufferPointer) -> Int? {
        guard let base = bytes.baseAddress,
            let found = memchr(base, Int32(byte), bytes.count)
        else { return nil }
        return UnsafeRawPointer(found) - base
    }

    package static func last(_ byte: UInt8, in bytes: UnsafeRawBufferPointer) -> Int? {
        bytes.lastIndex(of: byte)
    }
}
