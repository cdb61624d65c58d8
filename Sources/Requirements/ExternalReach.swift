import Vocabulary

/// Whether an external server can be reached at all.
package enum ExternalReach {
    private static let defaultPorts = [
        "postgres": 5432, "postgresql": 5432, "redis": 6379, "rediss": 6379, "http": 80,
        "https": 443,
    ]

    /// Connects and closes again.
    ///
    /// - Throws: `requirement.bad_url`, `requirement.unknown_host`, a `SystemError` of the
    ///   connection.
    package static func connect(_ url: String, milliseconds: Int) throws {
        let scheme = String(url.prefix { $0 != ":" })
        let address = try ServerAddress(
            url, schemes: [scheme], defaultPort: defaultPorts[scheme] ?? 0)
        _ = try Connection.tcp(address.host, address.port, milliseconds: milliseconds)
    }
}
