import Digests
import Vocabulary

/// The secrets of one Supabase. Two are generated and kept with the project's others; the rest follows
/// from them.
struct SupabaseKeys: Sendable {
    /// Of the roles of the database.
    let password: String
    private let key: String

    static let names = ["password", "key"]

    init(_ instance: RequirementInstance) throws {
        password = try instance.secret("password")
        key = try instance.secret("key")
    }

    /// What tokens are signed with; auth and REST want at least 32 characters.
    var jwtSecret: String { derived("jwt") }
    var secretKeyBase: String { derived("realtime") }
    /// AES-128: 16 bytes.
    var databaseEncryption: String { String(derived("realtime database").prefix(16)) }
    var metaEncryption: String { derived("meta") }

    /// What a page may hold.
    var anonymous: String { token("anon") }
    /// Passes every row policy.
    var serviceRole: String { token("service_role") }

    private func derived(_ purpose: String) -> String {
        Hex.encode(HMAC.sha256(key: Array(key.utf8), message: Array(purpose.utf8)))
    }

    /// Without a time of issue, so that it is the same each time it is made; ends with the year 2099.
    private func token(_ role: String) -> String {
        WebToken.signed(
            ["iss": "envctl", "role": .string(role), "exp": 4_102_444_800], secret: jwtSecret)
    }
}
