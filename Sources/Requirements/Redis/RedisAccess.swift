import Configuration
import Platform
import Vocabulary

/// How clients reach a redis server.
struct RedisAccess {
    var host: String
    var port: Port
    /// Only an external server may have one.
    var user: String?
    var password: String?
    var url: String
    var usesTLS = false

    init(_ instance: RequirementInstance) throws {
        if let url = instance.resolution.url {
            let address = try Self.address(url)
            host = address.host
            port = address.port
            user = address.user
            password = address.password
            usesTLS = address.scheme == "rediss"
            self.url = url
            return
        }
        host = instance.resolution.address ?? "127.0.0.1"
        port = try instance.mainPort()
        let password = try instance.secret("password")
        self.password = password
        // `redis-cli` of 7.0 takes an empty user for one; before version 6 there are no users.
        let hasUsers = (instance.resolution.version.flatMap(Self.major) ?? 7) >= 6
        let user = hasUsers ? "default" : ""
        url = "redis://\(user):\(percentEncoded(password))@\(bracketed(host)):\(port)/0"
    }

    private static func major(_ version: String) -> Int? {
        Int(version.prefix { $0 != "." })
    }

    static func address(_ url: String) throws(Failure) -> ServerAddress {
        try ServerAddress(url, schemes: ["redis", "rediss"], defaultPort: 6379)
    }

    /// As it may be shown.
    var publicURL: String { "redis://\(bracketed(host)):\(port)/0" }

    func projection(_ instance: RequirementInstance) -> Projection {
        var references = [("url", url), ("host", host), ("port", port.description)]
        var variables = [
            ("REDIS_URL", url), ("REDIS_HOST", host), ("REDIS_PORT", port.description),
        ]
        if let password {
            references.append(("password", password))
            variables.append(("REDIS_PASSWORD", password))
        }
        return Projection(
            references: references, variables: variables,
            secrets: ["url", "password", "REDIS_URL", "REDIS_PASSWORD"],
            renames: instance.configuration.environmentRenames)
    }
}
