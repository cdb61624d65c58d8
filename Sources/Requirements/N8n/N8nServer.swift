import Configuration
import Platform
import Supervision
import Vocabulary

/// The process of a native n8n, as a launch spec.
struct N8nServer {
    private let instance: RequirementInstance
    private let program: String
    private let access: N8nAccess
    private let variables: N8nVariables

    init(_ instance: RequirementInstance) throws {
        guard let program = instance.resolution.program else {
            throw Failure(
                "requirement.unresolved", "no program was chosen for '\(instance.component)'")
        }
        self.instance = instance
        self.program = program
        access = try N8nAccess(instance)
        variables = try N8nVariables(instance)
    }

    func launchSpec() throws -> LaunchSpec {
        let pairs = try pairs()
        var facts = try instance.facts(command: arguments, access.projection(instance))
        facts["database"] = .string(variables.place)
        // npx may have to fetch some hundred megabytes first.
        let patience = instance.resolution.arguments.isEmpty ? 180_000 : 600_000
        return LaunchSpec(
            component: instance.component, kind: .requirement, program: program,
            arguments: arguments, environment: (surroundings + pairs).map { "\($0.0)=\($0.1)" },
            directory: "/", log: instance.paths.log, dataLock: instance.paths.dataLock,
            account: instance.account,
            ports: [PortBinding(resource: "main", port: access.port)], url: access.url,
            ready: .all([.tcp(port: access.port), N8nProbe.ready(access)]),
            readyTimeout: instance.configuration.timeoutMilliseconds ?? patience,
            stop: StopRule(signal: 15, timeout: 30_000), fingerprint: try fingerprint(pairs),
            facts: facts)
    }

    private var arguments: [String] { [program] + instance.resolution.arguments }

    private func pairs() throws -> [(String, String)] {
        try variables.pairs(
            listen: "127.0.0.1",
            ports: (
                access.port, try variables.port("broker"), try variables.port("runner")
            ), folder: instance.paths.data)
    }

    /// The programs that it is made of: its interpreter is beside it, or where this caller has it.
    private var surroundings: [(String, String)] {
        let node = instance.host.find("node").map { Path.parent($0) + ":" } ?? ""
        let home = instance.account == nil ? instance.host.environment["HOME"] : nil
        return [
            ("PATH", "\(Path.parent(program)):\(node)/usr/local/bin:/usr/bin:/bin"),
            ("HOME", home ?? instance.paths.data), ("LANG", "C.UTF-8"),
        ]
    }

    private func fingerprint(_ pairs: [(String, String)]) throws -> Fingerprint {
        var parts = FingerprintParts()
        try parts.add(program: program)
        parts.add("command", arguments.joined(separator: " "))
        parts.add("version", instance.resolution.version ?? "")
        parts.add("account", instance.account?.name ?? "")
        for (name, port) in instance.ports { parts.add("port.\(name)", port.description) }
        variables.addFingerprint(pairs, to: &parts)
        return parts.fingerprint
    }
}
