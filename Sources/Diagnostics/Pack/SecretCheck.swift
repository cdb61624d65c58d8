import Digests
import Vocabulary

/// The forms in which a secret could stand in a finished bundle. Made apart from the redaction, so
/// that the one is a check of the other.
enum SecretCheck {
    /// What is shorter, or a common word, stands in ordinary text by chance.
    static let shortest = 8

    /// Each value as it is, escaped for JSON, for URLs, in hex and in base64.
    static func forms(of secrets: [String]) -> [[UInt8]] {
        secrets.filter { $0.utf8.count >= shortest }.flatMap { secret in
            let bytes = Array(secret.utf8)
            let json = Array(JSON.string(secret).compact.utf8.dropFirst().dropLast())
            return [bytes, json, percent(bytes), Array(Hex.encode(bytes).utf8)] + base64(bytes)
        }
    }

    /// At each of the three places in a group of three, without what its neighbours change.
    private static func base64(_ bytes: [UInt8]) -> [[UInt8]] {
        (0..<3).map { offset in
            let text = Array(Base64.encode([UInt8](repeating: 0, count: offset) + bytes).utf8)
            let skipped = [0, 2, 3][offset]
            let whole = (offset + bytes.count) * 8 / 6
            return Array(text[skipped..<min(whole, text.count)])
        }.filter { $0.count >= shortest }
    }

    private static func percent(_ bytes: [UInt8]) -> [UInt8] {
        bytes.flatMap { byte -> [UInt8] in
            let isPlain =
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                || (0x61...0x7A).contains(byte) || "-._~".utf8.contains(byte)
            return isPlain ? [byte] : Array(("%" + Hex.encode([byte]).uppercased()).utf8)
        }
    }
}
