package import Configuration
import Digests
import Platform
package import RunState
import Steps
package import Supervision
package import Vocabulary

/// Turns a configured service into a launch spec, once ports and projections are known.
package struct ServiceLaunch: Sendable {
    package var service: ServiceConfiguration
    package var project: Project
    package var run: RunID
    package var caller: CallerEnvironment
    package var values: ReferenceValues
    /// Absolute path of the component's log.
    package var log: String

    package init(
        service: ServiceConfiguration, project: Project, run: RunID, caller: CallerEnvironment,
        values: ReferenceValues, log: String
    ) {
        self.service = service
        self.project = project
        self.run = run
        self.caller = caller
        self.values = values
        self.log = log
    }

    /// - Throws: `config.…` where a reference has no value, `program.missing`.
    package func spec() throws -> LaunchSpec {
        let environment = try ComponentEnvironment(
            service.id,
            files: try EnvironmentFiles.read(
                service.environmentFiles, of: service.id, caller: caller.passed),
            own: service.environment, of: project, run: run, caller: caller,
            values: values)
        let path = environment.variables["PATH"]
        let command = try resolved(service.command, path: path)
        let ports = (values.ports[service.id] ?? [:]).sorted { $0.key < $1.key }
        let probes = ProbeResolution(
            component: service.id, directory: service.directory,
            mainPort: values.ports[service.id]?["main"], path: path, expand: expand)
        return LaunchSpec(
            component: service.id, kind: .service, program: command.program,
            arguments: command.arguments, environment: environment.pairs,
            directory: service.directory, log: log,
            ports: ports.map { PortBinding(resource: $0.key, port: $0.value) },
            url: values.ports[service.id]?["main"].map { "http://\(ReferenceValues.host):\($0)" },
            ready: try probes.ready(service.ready),
            readyTimeout: service.ready?.timeoutMilliseconds ?? 60_000,
            health: try service.health.map {
                HealthCheck(
                    probe: try probes.probe($0), interval: $0.intervalMilliseconds ?? 10_000)
            },
            restart: service.restart, stop: try stopRule(path: path),
            needs: service.needs.map { ComponentNeed(component: $0.name, restarts: $0.restart) },
            fingerprint: try fingerprint(command, environment),
            facts: [
                "backend": "native", "command": service.command.json,
                "directory": .string(service.directory),
            ])
    }

    private func expand(_ template: Template) throws(Failure) -> String {
        try values.expand(template, for: service.id)
    }

    private func resolved(_ command: Command, path: String?) throws(Failure) -> ResolvedCommand {
        try ResolvedCommand(
            command, in: service.directory, path: path, owner: "service '\(service.id)'",
            expand: expand)
    }

    private func stopRule(path: String?) throws(Failure) -> StopRule {
        StopRule(
            signal: SignalName.number(service.stop.signal) ?? 15,
            timeout: service.stop.timeoutMilliseconds,
            command: try service.stop.command.map { command throws(Failure) in
                let resolved = try resolved(command, path: path)
                return [resolved.program] + resolved.arguments.dropFirst()
            })
    }

    /// Declared values only: what the caller's session adds restarts nothing.
    private func fingerprint(
        _ command: ResolvedCommand, _ environment: ComponentEnvironment
    ) throws -> Fingerprint {
        var parts = environment.declared.map { ($0.part, Self.digest($0.value)) }
        parts.append(("program", Self.digest(command.program)))
        parts.append(("command", Self.digest(command.arguments.joined(separator: "\u{0}"))))
        parts.append(("directory", Self.digest(service.directory)))
        parts.append(("ready", Self.digest("\(String(describing: service.ready?.kind))")))
        for (resource, port) in values.ports[service.id] ?? [:] {
            parts.append(("port.\(resource)", port.description))
        }
        for pattern in service.inputs {
            let digest = try InputDigest.of(.glob(pattern, root: service.directory))
            parts.append(("inputs.\(pattern)", String(digest.prefix(16))))
        }
        return Fingerprint(parts)
    }

    private static func digest(_ text: String) -> String { String(SHA256.hex(of: text).prefix(16)) }
}
