import Configuration
import Platform
import Supervision
import Vocabulary

/// The process of a Supabase: compose in the foreground, which ends when one of the parts does.
///
/// A part that ends ends them all: what to do then is the supervisor's to decide, by the restart
/// policy of the component, and not compose's or the engine's.
struct SupabaseLaunch {
    private let instance: RequirementInstance
    private let stack: SupabaseStack
    private let keys: SupabaseKeys
    private let access: SupabaseAccess
    private let client: ComposeClient

    init(_ instance: RequirementInstance) throws {
        self.instance = instance
        stack = try SupabaseStack(instance)
        keys = try SupabaseKeys(instance)
        access = try SupabaseAccess(instance)
        client = try ComposeClient(instance.resolution)
    }

    func spec() throws -> LaunchSpec {
        let arguments = [Path.name(client.program)] + client.prefix + words
        var spec = LaunchSpec(
            component: instance.component, kind: .requirement, program: client.program,
            arguments: arguments, environment: try environment(), directory: "/",
            log: instance.paths.log, dataLock: instance.paths.dataLock, ports: try ports(),
            url: access.url, ready: try SupabaseProbe(stack: stack, access: access).ready(),
            readyTimeout: instance.configuration.timeoutMilliseconds ?? 300_000,
            stop: StopRule(signal: 15, timeout: 60_000), fingerprint: try fingerprint(),
            facts: try facts(arguments))
        spec.container = try stack.rule()
        return spec
    }

    private var words: [String] {
        [
            "--ansi", "never", "--file", stack.file, "--project-name", stack.name, "up",
            "--abort-on-container-exit", "--no-color", "--no-build", "--timeout", "30",
        ]
    }

    private func ports() throws -> [PortBinding] {
        var ports = [PortBinding(resource: "db", port: try stack.port("db"))]
        if stack.has(.studio) {
            ports.append(PortBinding(resource: "studio", port: try stack.port("studio")))
        }
        guard stack.has(.gateway) else { return ports }
        return [PortBinding(resource: "main", port: try stack.port("main"))] + ports
    }

    // MARK: the environment of compose, from which it fills in the file

    private func environment() throws -> [String] {
        (try stack.engine().environment.map { ($0.key, $0.value) } + (try values()))
            .map { "\($0.0)=\($0.1)" }.sorted()
    }

    private func values() throws -> [(String, String)] {
        let roles = [
            ("AUTH", "supabase_auth_admin"), ("REST", "authenticator"),
            ("STORAGE", "supabase_storage_admin"),
        ]
        let gateway = SupabaseGateway(parts: stack.parts, keys: keys)
        let pairs =
            [
                ("RUN_ID", instance.run.rawValue), ("API_URL", access.url ?? ""),
                ("PASSWORD", keys.password), ("JWT_SECRET", keys.jwtSecret),
                ("ANON_KEY", keys.anonymous), ("SERVICE_ROLE_KEY", keys.serviceRole),
                ("SECRET_KEY_BASE", keys.secretKeyBase), ("DB_ENC_KEY", keys.databaseEncryption),
                ("META_KEY", keys.metaEncryption), ("GATEWAY", gateway.json.compact),
                ("API_PORT", try stack.port("main").description),
                ("DB_PORT", try stack.port("db").description),
                ("STUDIO_PORT", try stack.port("studio").description),
            ]
            + roles.map { name, role in
                (name + "_DB_URL", SupabaseAccess.databaseURL(role, keys.password, at: "db:5432"))
            }
        return pairs.map { ("ENVCTL_" + $0.0, $0.1) }
    }

    // MARK: what makes it another process

    private func fingerprint() throws -> Fingerprint {
        var parts = FingerprintParts()
        let compose = SupabaseCompose(stack: stack)
        for part in stack.parts { parts.add("part.\(part)", compose.service(part).compact) }
        for binding in try ports() {
            parts.add("port.\(binding.resource)", binding.port.description)
        }
        parts.add("engine", stack.address)
        parts.add("client", (client.prefix + [client.program]).joined(separator: " "))
        for (name, value) in [
            ("password", keys.password), ("jwt_secret", keys.jwtSecret),
        ] { parts.add("secret.\(name)", value) }
        // New ones are applied by a start; what was applied is history, whatever becomes of its file.
        let migrations = try stack.settings.migrations().map(\.version)
        parts.add("migrations", migrations.joined(separator: ","))
        // Seen as a change, so that the start looks at the file, and tells.
        if try ComposeFile.isEdited(stack.file) { parts.add("compose_file", "edited by hand") }
        return parts.fingerprint
    }

    private func facts(_ arguments: [String]) throws -> JSON.Object {
        let images = stack.parts.map { ($0.rawValue, JSON.string(stack.image($0))) }
        return [
            "backend": "docker", "compose_project": .string(stack.name),
            "compose_file": .string(stack.file), "images": .object(JSON.Object(images)),
            "volumes": JSON(stack.volumes), "version": JSON(instance.resolution.version),
            "projection_keys": JSON(access.projection(instance).environment.map(\.name)),
            "command": JSON(arguments), "identity": .string(try instance.dataIdentity()),
        ]
    }
}
