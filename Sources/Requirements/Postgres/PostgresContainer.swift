import Configuration
import Platform
import Supervision
import Vocabulary

/// The server in a container, as a launch spec: the official image's variables make the cluster.
struct PostgresContainer {
    private let instance: RequirementInstance
    private let container: DockerContainer
    private let access: PostgresAccess
    private let settings: PostgresSettings

    static let port = 5432
    /// The image's own places differ between its versions; a folder of ours is the same in all.
    private static let mount = "/var/lib/postgresql/envctl"

    init(_ instance: RequirementInstance) throws {
        self.instance = instance
        container = try DockerContainer(instance)
        access = try PostgresAccess(instance)
        settings = try PostgresSettings(
            instance, isFast: instance.value("durability")?.string == "fast")
    }

    func launchSpec() throws -> LaunchSpec {
        let arguments = try arguments()
        var spec = LaunchSpec(
            component: instance.component, kind: .requirement, program: container.engine.program,
            arguments: arguments, environment: container.environment(variables), directory: "/",
            log: instance.paths.log, dataLock: instance.paths.dataLock,
            ports: [PortBinding(resource: "main", port: access.port)],
            url: access.address(password: nil), ready: ready,
            readyTimeout: instance.configuration.timeoutMilliseconds ?? 60_000,
            stop: StopRule(signal: 2, timeout: 30_000), fingerprint: try fingerprint(),
            facts: try container.facts(arguments, access.projection(instance)))
        container.own(&spec)
        return spec
    }

    private var variables: [(String, String)] {
        var pairs = [
            ("POSTGRES_USER", access.user), ("POSTGRES_DB", access.database),
            ("PGDATA", Self.mount + "/data"),
        ]
        if let password = access.password { pairs.append(("POSTGRES_PASSWORD", password)) }
        // An image has a locale of its own, and what is not said would differ from native data.
        let locale = PostgresLocale.wanted(instance.configuration)
        pairs.append(
            (
                "POSTGRES_INITDB_ARGS",
                "--encoding=UTF8 --locale=\(locale) "
                    + "--lc-collate=\(PostgresLocale.collation(locale))"
            ))
        return pairs
    }

    private func arguments() throws -> [String] {
        try container.arguments(
            ports: [(access.port, Self.port)], mount: Self.mount, variables: variables.map(\.0),
            command: ["postgres"] + settings.arguments)
    }

    /// One start-up packet, answered by an authentication request, as any postgres would answer
    /// that took the port before the engine did.
    private var ready: Probe {
        var probe = ExchangeProbe(
            port: access.port,
            send: PostgresMessage.startup(user: access.user, database: access.database),
            expect: [UInt8(ascii: "R")])
        probe.address = container.address
        return .all([.exchange(probe), container.runs])
    }

    private func fingerprint() throws -> Fingerprint {
        var parts = FingerprintParts()
        try container.addFingerprint(to: &parts)
        parts.add("port.main", access.port.description)
        parts.add("user", access.user)
        parts.add("database", access.database)
        PostgresExtensions.addFingerprint(of: instance, to: &parts)
        for (name, value) in settings.pairs { parts.add("settings.\(name)", value) }
        return parts.fingerprint
    }
}
