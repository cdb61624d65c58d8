import Configuration
import Platform
import Supervision
import Vocabulary

/// An n8n in a container, as a launch spec.
struct N8nContainer {
    private let instance: RequirementInstance
    private let container: DockerContainer
    private let access: N8nAccess
    private let variables: N8nVariables

    /// Ports and folder inside, as in the official image.
    private static let inside = 5678
    private static let folder = "/home/node/.n8n"

    init(_ instance: RequirementInstance) throws {
        self.instance = instance
        container = try DockerContainer(instance)
        access = try N8nAccess(instance)
        variables = try N8nVariables(instance)
        if let database = variables.database, !isLocal, !database.isOnEngine {
            throw Failure(
                "requirement.database_unreachable",
                "the container could not reach '\(database.server)'",
                at: "requirement '\(instance.component)'",
                because: ["the engine is on \(container.address), the database on this machine"],
                hint: "set 'backend: docker' for '\(database.server)', or 'database: sqlite'")
        }
    }

    /// Whether the engine's loopback is ours.
    private var isLocal: Bool { PublicAddress.isLoopback(container.address) }
    /// The project's database listens on loopback, which a network of its own would hide.
    private var sharesLoopback: Bool { variables.database != nil && isLocal }

    func launchSpec() throws -> LaunchSpec {
        let pairs = try pairs()
        let arguments = try arguments(pairs.map(\.0))
        var facts = try container.facts(arguments, access.projection(instance))
        facts["database"] = .string(variables.place)
        var spec = LaunchSpec(
            component: instance.component, kind: .requirement, program: container.engine.program,
            arguments: arguments, environment: container.environment(pairs), directory: "/",
            log: instance.paths.log, dataLock: instance.paths.dataLock,
            ports: [PortBinding(resource: "main", port: access.port)], url: access.url,
            ready: ready,
            readyTimeout: instance.configuration.timeoutMilliseconds ?? 180_000,
            stop: StopRule(signal: 15, timeout: 30_000), fingerprint: try fingerprint(pairs),
            facts: facts)
        container.own(&spec)
        return spec
    }

    /// Whoever answers before it listens is another, on whom no owner must be set up. On this
    /// machine's loopback its log tells.
    private var ready: Probe {
        let listens = Probe.log(pattern: "Editor is now accessible")
        return .all([container.runs] + (sharesLoopback ? [listens] : []) + [N8nProbe.ready(access)])
    }

    private func pairs() throws -> [(String, String)] {
        // In a network of its own nobody can take its broker's and its runner's ports.
        let main = sharesLoopback ? access.port : Port(Self.inside) ?? access.port
        return try variables.pairs(
            listen: sharesLoopback ? "127.0.0.1" : "0.0.0.0",
            ports: (main, try variables.port("broker"), try variables.port("runner")),
            folder: nil)
    }

    /// Of the three only the page is published: broker and runner talk inside.
    private func arguments(_ names: [String]) throws -> [String] {
        let published = sharesLoopback ? [] : [(host: access.port, inside: Self.inside)]
        return try container.arguments(
            ports: published, mount: Self.folder, variables: names,
            options: sharesLoopback ? ["--network", "host"] : [], command: [])
    }

    private func fingerprint(_ pairs: [(String, String)]) throws -> Fingerprint {
        var parts = FingerprintParts()
        try container.addFingerprint(to: &parts)
        parts.add("port.main", access.port.description)
        variables.addFingerprint(pairs, to: &parts)
        return parts.fingerprint
    }
}
