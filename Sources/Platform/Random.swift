import CPlatform
import Glibc

/// Randomness of the kernel (`getrandom`).
package enum Random {
    package static func bytes(_ count: Int) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got = buffer.withUnsafeMutableBytes {
                cp_random($0.baseAddress! + filled, count - filled)
            }
            if got > 0 { filled += got }  // only EINTR is possible for requests this small
        }
        return buffer
    }

    /// `2 * bytes` lower-case hex digits.
    package static func hex(bytes count: Int) -> String {
        bytes(count).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }

    package static func uint64() -> UInt64 {
        bytes(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Letters and digits, without a modulo bias; 24 of them carry 142 bits. Where it is long enough,
    /// a capital, a small letter and a digit are among them, as many programs demand.
    package static func password(length: Int = 24) -> String {
        while true {
            let password = word(length: length)
            let isMixed =
                password.contains(where: \.isUppercase) && password.contains(where: \.isLowercase)
                && password.contains(where: \.isNumber)
            if isMixed || length < 8 { return password }
        }
    }

    private static func word(length: Int) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
        var out: [UInt8] = []
        while out.count < length {
            out += bytes(length).filter { $0 < 248 }.map { alphabet[Int($0) % alphabet.count] }
        }
        return String(decoding: out[..<length], as: UTF8.self)
    }
}
