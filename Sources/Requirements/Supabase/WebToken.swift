import Digests
import Vocabulary

/// A JSON Web Token that a shared secret signs (RFC 7519, HS256 of RFC 7518).
enum WebToken {
    /// Pure: the same claims and secret give the same token, so that it need not be kept.
    static func signed(_ claims: JSON, secret: String) -> String {
        let header: JSON = ["alg": "HS256", "typ": "JWT"]
        let content = encoded(header.compact) + "." + encoded(claims.compact)
        return content + "." + encoded(signature(of: content, secret))
    }

    /// The claims, where the secret signed them.
    static func claims(of token: String, secret: String) -> JSON? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3,
            encoded(signature(of: "\(parts[0]).\(parts[1])", secret)) == parts[2],
            let bytes = decoded(String(parts[1]))
        else { return nil }
        return try? JSON.parse(bytes)  // what is no JSON is no token
    }

    private static func signature(of content: String, _ secret: String) -> [UInt8] {
        HMAC.sha256(key: Array(secret.utf8), message: Array(content.utf8))
    }

    private static func encoded(_ text: String) -> String { encoded(Array(text.utf8)) }

    /// Base64 for addresses, without padding (RFC 4648, section 5).
    private static func encoded(_ bytes: [UInt8]) -> String {
        String(
            Base64.encode(bytes).filter { $0 != "=" }.map { character in
                switch character {
                case "+": "-"
                case "/": "_"
                default: character
                }
            })
    }

    private static func decoded(_ text: String) -> [UInt8]? {
        let plain = text.map { character -> Character in
            switch character {
            case "-": "+"
            case "_": "/"
            default: character
            }
        }
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        return Base64.decode(String(plain) + padding)
    }
}
