import CCrypto

/// Keyed digests (RFC 2104) over libcrypto.
package enum HMAC {
    /// The 32 bytes of HMAC-SHA-256.
    package static func sha256(key: [UInt8], message: [UInt8]) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: SHA256.length)
        var length: UInt32 = 0
        // An empty array has no address, and a null key means "the last key" to libcrypto.
        let made = (key + [0]).withUnsafeBufferPointer { padded in
            CCrypto.HMAC(
                EVP_sha256(), padded.baseAddress, Int32(key.count), message, message.count, &code,
                &length)
        }
        precondition(made != nil && length == SHA256.length, "libcrypto offers no HMAC-SHA-256")
        return code
    }
}
