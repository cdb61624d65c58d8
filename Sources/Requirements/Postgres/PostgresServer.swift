import Configuration
import Platform
import Supervision
import Vocabulary

/// The server process of a cluster, as a launch spec.
struct PostgresServer {
    private let instance: RequirementInstance
    private let program: String
    private let access: PostgresAccess
    private let port: Port
    private let isFast: Bool
    private let settings: PostgresSettings

    init(_ instance: RequirementInstance, program: String) throws {
        self.instance = instance
        self.program = program
        access = try PostgresAccess(instance)
        port = try instance.mainPort()
        isFast = instance.value("durability")?.string == "fast"
        settings = try PostgresSettings(instance, isFast: isFast)
    }

    func launchSpec() throws -> LaunchSpec {
        LaunchSpec(
            component: instance.component, kind: .requirement, program: program,
            arguments: arguments, environment: environment, directory: "/",
            log: instance.paths.log, dataLock: instance.paths.dataLock, account: instance.account,
            ports: [PortBinding(resource: "main", port: port)],
            url: access.address(password: nil), ready: ready,
            readyTimeout: instance.configuration.timeoutMilliseconds ?? 60_000,
            stop: StopRule(signal: 2, timeout: 30_000), fingerprint: try fingerprint(),
            facts: try instance.facts(command: arguments, access.projection(instance)))
    }

    private var arguments: [String] {
        var own = [
            ("port", port.description),
            ("listen_addresses", Loopback.addresses.joined(separator: ",")),
            ("unix_socket_directories", PostgresTemplate.quoted(instance.paths.sockets)),
            ("archive_mode", "off"),
        ]
        own.append(("unix_socket_permissions", "0700"))
        return [program, "-D", instance.paths.data] + own.flatMap { ["-c", "\($0.0)=\($0.1)"] }
            + settings.arguments
    }

    /// The caller's is not passed on: a server must not differ by the terminal it is started from.
    private var environment: [String] {
        ["PATH=/usr/local/bin:/usr/bin:/bin", "LC_MESSAGES=C"]
    }

    /// A killed server's file still says ready, so its first line must be this process; and
    /// start-up packets before line 8 says ready cost a fork and a log line each.
    private var ready: Probe {
        let file = Path.join(instance.paths.data, "postmaster.pid")
        var exchange = ExchangeProbe(
            port: port,
            send: PostgresMessage.startup(user: access.user, database: access.database),
            expect: [UInt8(ascii: "R")])
        exchange.pauseAfterRefusal = 25
        return .all([
            .file(path: file, line: 1, value: "{pid}"), .file(path: file, line: 8, value: "ready"),
            .exchange(exchange),
        ])
    }

    private func fingerprint() throws -> Fingerprint {
        var parts = FingerprintParts()
        try parts.add(program: program)
        parts.add("version", instance.resolution.version ?? "")
        parts.add("port.main", port.description)
        parts.add("user", access.user)
        parts.add("database", access.database)
        parts.add("account", instance.account?.name ?? "")
        PostgresExtensions.addFingerprint(of: instance, to: &parts)
        for (name, value) in settings.pairs { parts.add("settings.\(name)", value) }
        return parts.fingerprint
    }
}
