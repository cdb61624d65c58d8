import Configuration
import Vocabulary

/// What n8n reads from its environment.
struct N8nVariables {
    let instance: RequirementInstance
    let database: N8nDatabase?

    init(_ instance: RequirementInstance) throws {
        self.instance = instance
        database = try N8nDatabase(instance)
    }

    /// - Parameters:
    ///   - listen: the address that it listens on.
    ///   - ports: as it sees them: main, broker, runner.
    ///   - folder: in which it keeps its data.
    /// - Throws: `requirement.setting`.
    func pairs(
        listen: String, ports: (main: Port, broker: Port, runner: Port), folder: String?
    ) throws -> [(String, String)] {
        let access = try N8nAccess(instance)
        var pairs = [
            ("N8N_PORT", "\(ports.main)"), ("N8N_LISTEN_ADDRESS", listen),
            ("N8N_HOST", access.host), ("N8N_PROTOCOL", "http"),
            ("N8N_EDITOR_BASE_URL", access.url + "/"), ("WEBHOOK_URL", access.url + "/"),
            // Its cookies go over plain HTTP on loopback.
            ("N8N_SECURE_COOKIE", "false"),
            ("N8N_RUNNERS_ENABLED", "true"), ("N8N_RUNNERS_MODE", "internal"),
            ("N8N_RUNNERS_BROKER_PORT", "\(ports.broker)"),
            ("N8N_RUNNERS_BROKER_LISTEN_ADDRESS", listen),
            ("N8N_RUNNERS_HEALTH_CHECK_SERVER_PORT", "\(ports.runner)"),
            ("N8N_RUNNERS_LAUNCHER_HEALTH_CHECK_PORT", "\(ports.runner)"),
            ("N8N_DIAGNOSTICS_ENABLED", "false"), ("N8N_VERSION_NOTIFICATIONS_ENABLED", "false"),
            ("N8N_PERSONALIZATION_ENABLED", "false"), ("N8N_LOG_OUTPUT", "console"),
            ("N8N_ENCRYPTION_KEY", try instance.secret("encryption_key")),
        ]
        if let folder { pairs.append(("N8N_USER_FOLDER", folder)) }
        pairs += database?.variables ?? [("DB_TYPE", "sqlite")]
        let own = Set(pairs.map(\.0))
        return pairs + (try settings(except: own))
    }

    /// `settings:` are further variables.
    private func settings(except own: Set<String>) throws -> [(String, String)] {
        try (instance.value("settings")?.textMembers ?? []).map { name, value in
            let isName =
                name.first?.isNumber == false
                && name.utf8.allSatisfy {
                    $0 == UInt8(ascii: "_") || Character(Unicode.Scalar($0)).isLetter
                        || Character(Unicode.Scalar($0)).isNumber
                }
            guard isName, !own.contains(name), !value.utf8.contains(0) else {
                throw Failure(
                    "requirement.setting", "the setting '\(name)' can't be set",
                    at: "requirements.\(instance.component).settings.\(name)",
                    because: [
                        isName
                            ? "envctl sets it itself, or it can't be passed on"
                            : "it is no name of a variable"
                    ],
                    hint: "remove it from 'settings:'")
            }
            return (name, value)
        }
    }

    /// What changes the process, in words that can be told; secrets as digests like all others.
    func addFingerprint(_ pairs: [(String, String)], to parts: inout FingerprintParts) {
        for (name, value) in pairs { parts.add("settings.\(name)", value) }
    }

    func port(_ resource: String) throws(Failure) -> Port {
        if let port = instance.ports[resource] { return port }
        throw Failure(
            "requirement.no_port", "no port '\(resource)' was planned for it",
            at: "\(instance.component)")
    }

    /// For its record.
    var place: String { database.map { "\($0.database.name) in \($0.server)" } ?? "sqlite" }
}
