import Digests
import Platform
import Vocabulary

/// SCRAM-SHA-256 (RFC 5802, RFC 7677) as postgres does it.
enum Scram {
    static let iterations = 4096

    /// What the server stores instead of the password, ready for `ALTER ROLE … PASSWORD`.
    static func verifier(password: String, salt: [UInt8] = Random.bytes(16)) -> String {
        let salted = PBKDF2.sha256(password: password, salt: salt, iterations: iterations)
        let stored = SHA256.digest(of: HMAC.sha256(key: salted, message: Array("Client Key".utf8)))
        let server = HMAC.sha256(key: salted, message: Array("Server Key".utf8))
        return "SCRAM-SHA-256$\(iterations):\(Base64.encode(salt))"
            + "$\(Base64.encode(stored)):\(Base64.encode(server))"
    }
}

/// The client's side of one conversation.
final class ScramClient {
    private let password: String
    private let nonce: String
    private var serverSignature: [UInt8] = []

    init(password: String, nonce: String = Random.password(length: 24)) {
        self.password = password
        self.nonce = nonce
    }

    private var bare: String { "n=,r=\(nonce)" }
    var first: String { "n,,\(bare)" }

    /// The proof that we know the password, for the server's challenge.
    func final(after challenge: String) throws -> String {
        let parts = Self.attributes(challenge)
        guard let combined = parts["r"], combined.hasPrefix(nonce), combined != nonce,
            let salt = parts["s"].flatMap(Base64.decode),
            let iterations = parts["i"].flatMap({ Int($0) }),
            iterations > 0
        else { throw Failure("postgres.false_challenge", "the server's challenge is malformed") }
        let salted = PBKDF2.sha256(password: password, salt: salt, iterations: iterations)
        let key = HMAC.sha256(key: salted, message: Array("Client Key".utf8))
        let withoutProof = "c=biws,r=\(combined)"
        let message = Array("\(bare),\(challenge),\(withoutProof)".utf8)
        let signature = HMAC.sha256(key: SHA256.digest(of: key), message: message)
        serverSignature = HMAC.sha256(
            key: HMAC.sha256(key: salted, message: Array("Server Key".utf8)), message: message)
        return "\(withoutProof),p=\(Base64.encode(zip(key, signature).map { $0 ^ $1 }))"
    }

    /// Whether the server's last word shows that it knows the verifier.
    func isProof(_ text: String) -> Bool {
        Self.attributes(text)["v"].flatMap(Base64.decode) == serverSignature
    }

    private static func attributes(_ text: String) -> [Character: String] {
        let pairs = text.split(separator: ",").compactMap { part -> (Character, String)? in
            guard let name = part.first, part.dropFirst().first == "=" else { return nil }
            return (name, String(part.dropFirst(2)))
        }
        return Dictionary(pairs) { $1 }
    }
}
