import Supervision

/// When an n8n is ready: it has its database and its migrations done.
enum N8nProbe {
    static let readiness = "/healthz/readiness"
    static let health = "/healthz"

    /// Versions without the first answer 404 there, and have only the second.
    static func ready(_ access: N8nAccess) -> Probe {
        let ready = http(access, readiness, 200...299)
        let unknown = http(access, readiness, 404...404)
        let healthy = http(access, health, 200...299)
        return .any([.http(ready), .all([.http(unknown), .http(healthy)])])
    }

    private static func http(
        _ access: N8nAccess, _ path: String, _ status: ClosedRange<Int>
    ) -> HTTPProbe {
        var probe = HTTPProbe(port: access.port, path: access.prefix + path)
        probe.address = access.host
        probe.status = status
        return probe
    }
}
