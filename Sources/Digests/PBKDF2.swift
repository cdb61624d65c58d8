import CCrypto

/// Keys from passwords (RFC 8018, `PKCS5_PBKDF2_HMAC`); what a SCRAM verifier is made with.
package enum PBKDF2 {
    /// `length` bytes from `password` by HMAC-SHA-256.
    ///
    /// - Parameters:
    ///   - iterations: at least 1; postgres takes 4096.
    ///   - length: bytes wanted, at least 1.
    package static func sha256(
        password: String, salt: [UInt8], iterations: Int, length: Int = SHA256.length
    ) -> [UInt8] {
        precondition(iterations > 0 && length > 0, "PBKDF2 needs an iteration and a byte")
        var key = [UInt8](repeating: 0, count: length)
        let made = PKCS5_PBKDF2_HMAC(
            password, Int32(password.utf8.count), salt, Int32(salt.count), Int32(iterations),
            EVP_sha256(), Int32(length), &key)
        precondition(made == 1, "libcrypto could not derive a key")
        return key
    }
}
