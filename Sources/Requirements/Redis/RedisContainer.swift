import Configuration
import Platform
import Supervision
import Vocabulary

/// The server in a container, as a launch spec.
struct RedisContainer {
    private let instance: RequirementInstance
    private let container: DockerContainer
    private let access: RedisAccess

    private static let port = 6379
    /// The folder inside, as in the official image.
    static let data = "/data"
    private static let variable = "ENVCTL_REDIS_CONFIGURATION"

    init(_ instance: RequirementInstance) throws {
        self.instance = instance
        container = try DockerContainer(instance)
        access = try RedisAccess(instance)
    }

    func launchSpec() throws -> LaunchSpec {
        let configuration = try configuration()
        var probe = ExchangeProbe(
            port: access.port, send: RedisProtocol.greeting(nil, access.password),
            expect: RedisProtocol.welcome)
        probe.address = container.address
        let arguments = try arguments()
        var spec = LaunchSpec(
            component: instance.component, kind: .requirement, program: container.engine.program,
            arguments: arguments,
            environment: container.environment([(Self.variable, configuration)]),
            directory: "/", log: instance.paths.log, dataLock: instance.paths.dataLock,
            ports: [PortBinding(resource: "main", port: access.port)], url: access.publicURL,
            // What took the port before the engine did may take any password.
            ready: .all([.exchange(probe), container.runs]),
            readyTimeout: instance.configuration.timeoutMilliseconds ?? 60_000,
            stop: StopRule(signal: 15, timeout: 30_000),
            fingerprint: try fingerprint(configuration),
            facts: try container.facts(arguments, access.projection(instance)))
        container.own(&spec)
        return spec
    }

    private func arguments() throws -> [String] {
        try container.arguments(
            ports: [(access.port, Self.port)], mount: Self.data, variables: [Self.variable],
            options: ["--entrypoint", "/bin/sh"], command: ["-c", Self.script])
    }

    /// The password is neither in an argument nor in a file: the server reads its configuration
    /// from standard input. The image's own entrypoint, where it has one, gives up root.
    private static let script = """
        entry=$(command -v docker-entrypoint.sh)
        server=$(command -v redis-server || command -v valkey-server)
        exec $entry "${server##*/}" - <<END
        $\(variable)
        END
        """

    private func configuration() throws -> String {
        try RedisConfigurationFile(instance: instance, access: access)
            .text(bind: "0.0.0.0", folder: Self.data)
    }

    private func fingerprint(_ configuration: String) throws -> Fingerprint {
        var parts = FingerprintParts()
        try container.addFingerprint(to: &parts)
        parts.add("port.main", access.port.description)
        parts.add("configuration", configuration)
        return parts.fingerprint
    }
}
