import Configuration
import Platform
import Vocabulary

/// How clients reach a Supabase: what services get.
struct SupabaseAccess: Sendable {
    /// Of the gateway, without a slash at its end; nil where only the database runs.
    var url: String?
    var anonKey: String?
    var serviceRoleKey: String?
    var databaseURL: String?
    var jwtSecret: String?
    var studioURL: String?

    static let user = "postgres"
    static let database = "postgres"

    init(_ instance: RequirementInstance) throws {
        if let url = instance.resolution.url {
            self.url = Self.trimmed(url)
            let given = instance.resolution.given
            anonKey = given["anon_key"]
            serviceRoleKey = given["service_role_key"]
            databaseURL = given["db_url"]
            jwtSecret = given["jwt_secret"]
            return
        }
        let stack = try SupabaseStack(instance)
        let keys = try SupabaseKeys(instance)
        if stack.has(.gateway) {
            url = "http://\(stack.address):\(try stack.port("main"))"
            anonKey = keys.anonymous
            serviceRoleKey = keys.serviceRole
        }
        if stack.has(.studio) {
            studioURL = "http://\(stack.address):\(try stack.port("studio"))"
        }
        jwtSecret = keys.jwtSecret
        databaseURL = Self.databaseURL(
            Self.user, keys.password, at: "\(stack.address):\(try stack.port("db"))")
    }

    /// - Parameter place: `host:port`.
    static func databaseURL(_ user: String, _ password: String, at place: String) -> String {
        "postgresql://\(user):\(percentEncoded(password))@\(place)/\(database)"
    }

    static func address(_ url: String) throws(Failure) -> ServerAddress {
        try ServerAddress(
            url, schemes: ["http", "https"], defaultPort: url.hasPrefix("https:") ? 443 : 80)
    }

    private static func trimmed(_ text: String) -> String {
        var text = text[...]
        while text.last == "/" { text = text.dropLast() }
        return String(text)
    }

    func projection(_ instance: RequirementInstance) -> Projection {
        let isDatabase = !instance.peers.contains {
            $0.adapter.definition.schema.provides.contains("database")
        }
        let variables: [(String, String?)] = [
            ("SUPABASE_URL", url), ("SUPABASE_ANON_KEY", anonKey),
            ("SUPABASE_SERVICE_ROLE_KEY", serviceRoleKey), ("SUPABASE_DB_URL", databaseURL),
            ("SUPABASE_JWT_SECRET", jwtSecret),
            // Beside a database server that is that one's.
            ("DATABASE_URL", isDatabase ? databaseURL : nil),
        ]
        let references: [(String, String?)] = [
            ("url", url), ("anon_key", anonKey), ("service_role_key", serviceRoleKey),
            ("db_url", databaseURL), ("jwt_secret", jwtSecret), ("studio_url", studioURL),
        ]
        return Projection(
            references: Self.known(references), variables: Self.known(variables),
            secrets: [
                "anon_key", "service_role_key", "db_url", "jwt_secret", "SUPABASE_ANON_KEY",
                "SUPABASE_SERVICE_ROLE_KEY", "SUPABASE_DB_URL", "SUPABASE_JWT_SECRET",
                "DATABASE_URL",
            ], renames: instance.configuration.environmentRenames)
    }

    private static func known(_ pairs: [(String, String?)]) -> [(String, String)] {
        pairs.compactMap { name, value in value.map { (name, $0) } }
    }
}
