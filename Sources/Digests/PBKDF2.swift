/// Keys from passwords (RFC 8018, by HMAC-SHA-256); what a SCRAM verifier is made with.
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
        let key = HMAC.Key(Array(password.utf8))
        var result: [UInt8] = []
        var index: UInt32 = 0
        while result.count < length {
            index += 1
            result += block(index, key, salt, iterations)
        }
        return Array(result[..<length])
    }

    private static func block(
        _ index: UInt32, _ key: HMAC.Key, _ salt: [UInt8], _ iterations: Int
    ) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: SHA256.length)
        let number = (0..<4).map { UInt8(truncatingIfNeeded: index >> (24 - 8 * $0)) }
        key.sign(salt + number, &code)
        var result = code
        for _ in 1..<iterations {
            key.sign(code, &code)
            for place in result.indices { result[place] ^= code[place] }
        }
        return result
    }
}
