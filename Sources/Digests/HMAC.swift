import CCrypto

/// Keyed digests (RFC 2104).
package enum HMAC {
    /// Bytes in a block of SHA-256.
    private static let block = 64

    /// The 32 bytes of HMAC-SHA-256.
    package static func sha256(key: [UInt8], message: [UInt8]) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: SHA256.length)
        Key(key).sign(message, &code)
        return code
    }

    /// The two halves of a key, each digested already: a copy of them is all that a message costs.
    struct Key {
        private var inner = SHA256_CTX()
        private var outer = SHA256_CTX()

        init(_ key: [UInt8]) {
            var padded = key.count > HMAC.block ? SHA256.digest(of: key) : key
            padded += [UInt8](repeating: 0, count: HMAC.block - padded.count)
            Self.begin(&inner, padded.map { $0 ^ 0x36 })
            Self.begin(&outer, padded.map { $0 ^ 0x5c })
        }

        private static func begin(_ context: inout SHA256_CTX, _ bytes: [UInt8]) {
            SHA256_Init(&context)
            SHA256_Update(&context, bytes, bytes.count)
        }

        /// - Parameter code: 32 bytes; may be the message itself.
        func sign(_ message: [UInt8], _ code: inout [UInt8]) {
            var context = inner
            SHA256_Update(&context, message, message.count)
            SHA256_Final(&code, &context)
            context = outer
            SHA256_Update(&context, code, code.count)
            SHA256_Final(&code, &context)
        }
    }
}
