import Configuration
import Platform
import Supervision
import Vocabulary

/// A probe as it was configured, with ports, paths and commands filled in.
package struct ProbeResolution {
    var component: ComponentID
    var directory: String
    var mainPort: Port?
    var path: String?
    var expand: (Template) throws(Failure) -> String

    /// Without a configured probe: a listener where there is a port, else alive for 250 ms.
    func ready(_ configured: ProbeConfiguration?) throws(Failure) -> Probe {
        if let configured { return try probe(configured) }
        return mainPort.map { .tcp(port: $0) } ?? .alive(milliseconds: 250)
    }

    func probe(_ configured: ProbeConfiguration) throws(Failure) -> Probe {
        switch configured.kind {
        case .tcp(let number): .tcp(port: try port(number, configured))
        case .http(let http): .http(try resolve(http, configured))
        case .exec(let command):
            .exec(
                arguments: try arguments(command),
                timeoutMilliseconds: configured.intervalMilliseconds ?? 5000)
        case .log(let pattern): .log(pattern: pattern)
        case .notify: .notify
        case .file(let file, let line, let value):
            .file(path: Path.absolute(file, in: directory), line: line, value: value)
        case .exchange(let number, let send, let expect):
            .exchange(
                Supervision.ExchangeProbe(
                    port: try port(number, configured), send: Array(send.utf8),
                    expect: Array(expect.utf8)))
        case .alive(let milliseconds): .alive(milliseconds: milliseconds)
        case .all(let probes): .all(try each(probes))
        case .any(let probes): .any(try each(probes))
        }
    }

    private func each(_ probes: [ProbeConfiguration]) throws(Failure) -> [Probe] {
        var result: [Probe] = []
        for configured in probes { result.append(try probe(configured)) }
        return result
    }

    private func arguments(_ command: Command) throws(Failure) -> [String] {
        let resolved = try ResolvedCommand(
            command, in: directory, path: path, owner: "probe of '\(component)'", expand: expand)
        return [resolved.program] + resolved.arguments.dropFirst()
    }

    private func resolve(
        _ http: Configuration.HTTPProbe, _ configured: ProbeConfiguration
    ) throws(Failure) -> Supervision.HTTPProbe {
        var probe = Supervision.HTTPProbe(port: try port(http.port, configured), path: http.path)
        probe.method = http.method
        if let status = http.status { probe.status = status...status }
        probe.requestHeaders = http.header.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        return probe
    }

    private func port(
        _ number: Int?, _ configured: ProbeConfiguration
    ) throws(Failure) -> Port {
        if let port = number.flatMap({ Port($0) }) ?? mainPort { return port }
        throw Failure(
            "config.probe_without_port", "the probe of '\(component)' has no port to ask",
            at: configured.origin.description, hint: "give the component a 'port', or the probe one"
        )
    }
}
