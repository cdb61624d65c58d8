import Configuration
import Platform
import Vocabulary

/// How clients reach a database: what is projected, and what the adapter itself connects with.
struct PostgresAccess {
    var host: String
    var port: Port
    var user: String
    var password: String?
    var database: String
    /// The address as services get it.
    var url: String
    /// Folder of the unix socket; nil for a server that is not ours.
    var sockets: String?

    init(_ instance: RequirementInstance) throws {
        if let url = instance.resolution.url {
            self = try Self(external: url)
        } else {
            self = try Self(native: instance)
        }
    }

    private init(native instance: RequirementInstance) throws {
        host = instance.resolution.address ?? "127.0.0.1"
        port = try instance.mainPort()
        user = instance.value("user")?.string ?? "app"
        database = instance.value("database")?.string ?? "app"
        let secret = try instance.secret("password")
        password = secret
        sockets = instance.resolution.backend == .docker ? nil : instance.paths.sockets
        url = ""
        url = address(password: secret)
    }

    private init(external url: String) throws {
        let address = try Self.address(url)
        host = address.host
        port = address.port
        user = address.user ?? "postgres"
        password = address.password
        database = address.path.isEmpty ? user : address.path
        self.url = url
    }

    /// The same for the server that runs now: after a taken port it is not on the planned one.
    ///
    /// - Throws: `requirement.not_running` where its pid file is not there or malformed.
    func live(_ instance: RequirementInstance) throws -> PostgresAccess {
        if instance.resolution.backend == .docker { return self }
        let text = try instance.dataFolder.read("postmaster.pid") ?? ""
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count > 3, let port = Int(lines[3]).flatMap({ Port($0) }) else {
            throw Failure(
                "requirement.not_running", "the server's pid file tells no port",
                at: Path.join(instance.paths.data, "postmaster.pid"))
        }
        var copy = self
        copy.port = port
        copy.url = copy.address(password: password)
        return copy
    }

    static func address(_ url: String) throws(Failure) -> ServerAddress {
        try ServerAddress(url, schemes: ["postgresql", "postgres"], defaultPort: 5432)
    }

    /// The address of our own server; without the password for records.
    func address(password: String?) -> String {
        let secret = password.map { ":" + percentEncoded($0) } ?? ""
        return "postgresql://\(percentEncoded(user))\(secret)@\(bracketed(host)):\(port)/"
            + percentEncoded(database)
    }

    /// The adapter's own names, before renames.
    var variables: [(String, String)] {
        var pairs = [
            ("DATABASE_URL", url), ("PGHOST", host), ("PGPORT", port.description), ("PGUSER", user),
        ]
        if let password { pairs.append(("PGPASSWORD", password)) }
        return pairs + [("PGDATABASE", database)]
    }

    func projection(_ instance: RequirementInstance) -> Projection {
        var references = [
            ("url", url), ("host", host), ("port", port.description), ("user", user),
        ]
        if let password { references.append(("password", password)) }
        references.append(("database", database))
        if let sockets { references.append(("socket", sockets)) }
        return Projection(
            references: references, variables: variables,
            secrets: ["url", "password", "DATABASE_URL", "PGPASSWORD"],
            renames: instance.configuration.environmentRenames)
    }
}
