import Configuration
import Platform
import Supervision
import Vocabulary

/// The server process, as a launch spec.
struct RedisServer {
    private let instance: RequirementInstance
    private let program: String
    private let access: RedisAccess

    init(_ instance: RequirementInstance, program: String) throws {
        self.instance = instance
        self.program = program
        access = try RedisAccess(instance)
    }

    func launchSpec() throws -> LaunchSpec {
        LaunchSpec(
            component: instance.component, kind: .requirement, program: program,
            arguments: try arguments(),
            environment: ["PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C"],
            directory: "/", log: instance.paths.log, dataLock: instance.paths.dataLock,
            account: instance.account,
            ports: [PortBinding(resource: "main", port: access.port)], url: access.publicURL,
            ready: .exchange(
                ExchangeProbe(
                    port: access.port, send: RedisProtocol.greeting(nil, access.password),
                    expect: RedisProtocol.welcome)),
            readyTimeout: instance.configuration.timeoutMilliseconds ?? 60_000,
            stop: StopRule(signal: 15, timeout: 30_000), fingerprint: try fingerprint(),
            facts: try instance.facts(command: arguments(), access.projection(instance)))
    }

    /// The port is no part of the file: after a taken one the next launch only changes this.
    private func arguments() throws -> [String] {
        let file = RedisData.configuration(of: instance, try RedisData.text(of: instance))
        return [program, file, "--port", access.port.description]
    }

    private func fingerprint() throws -> Fingerprint {
        var parts = FingerprintParts()
        try parts.add(program: program)
        parts.add("version", instance.resolution.version ?? "")
        parts.add("port.main", access.port.description)
        parts.add("account", instance.account?.name ?? "")
        parts.add("configuration", try RedisData.text(of: instance))
        return parts.fingerprint
    }
}
