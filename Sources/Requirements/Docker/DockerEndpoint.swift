import Vocabulary

/// Where published ports answer: on loopback for an engine of this machine, else on its host.
enum DockerEndpoint {
    /// The host of `tcp://host:2376` or `ssh://user@host`; `127.0.0.1` for sockets.
    static func address(_ endpoint: String) -> String {
        guard let mark = endpoint.range(ofText: "://") else { return "127.0.0.1" }
        let scheme = endpoint[..<mark.lowerBound]
        guard scheme == "tcp" || scheme == "ssh" || scheme == "http" || scheme == "https" else {
            return "127.0.0.1"
        }
        var rest = endpoint[mark.upperBound...].prefix { $0 != "/" }
        if let at = rest.lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
        if rest.hasPrefix("[") { return String(rest.dropFirst().prefix { $0 != "]" }) }
        let host = String(rest.prefix { $0 != ":" })
        return host.isEmpty || host == "localhost" ? "127.0.0.1" : host
    }

    /// The path in `unix:///var/run/docker.sock`; nil for what is reached otherwise.
    static func socket(_ endpoint: String) -> String? {
        let scheme = "unix://"
        return endpoint.hasPrefix(scheme) ? String(endpoint.dropFirst(scheme.utf8.count)) : nil
    }
}
