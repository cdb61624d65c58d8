import Digests
import Vocabulary

/// The compose file of one project. It holds no secret and no port: those are variables that only the
/// client's own environment has, so that it stays the same from run to run, and may be read.
struct SupabaseCompose {
    let stack: SupabaseStack

    /// By its first label realtime knows whose messages these are; the image makes this one.
    static let realtimeHost = "realtime-dev.envctl"

    private var settings: SupabaseSettings { stack.settings }

    /// With a first line by which an edit is seen.
    var text: String { ComposeFile.sealed(YAMLText.of(json)) }

    var json: JSON {
        let services = stack.parts.map { ($0.rawValue, service($0)) }
        let volumes = stack.volumes.map { name in
            (Self.key(name), JSON.object(["external": true, "name": .string(name)]))
        }
        return [
            "services": .object(JSON.Object(services)),
            "networks": ["default": ["labels": labels]],
            "volumes": .object(JSON.Object(volumes)),
        ]
    }

    /// One part's service, whole: also its part of the fingerprint.
    func service(_ part: SupabasePart) -> JSON {
        var service: JSON.Object = [
            "image": .string(Self.literal(stack.image(part))), "restart": "no", "labels": labels,
        ]
        for (name, value) in particulars(part).members { service[name] = value }
        let needed = part.follows.filter(stack.has)
        if !needed.isEmpty {
            service["depends_on"] = .object(
                JSON.Object(
                    needed.map {
                        let condition = $0 == .db ? "service_healthy" : "service_started"
                        return ($0.rawValue, ["condition": .string(condition)])
                    }))
        }
        service["environment"] = .object(JSON.Object(environment(part)))
        return .object(service)
    }

    private var labels: JSON {
        let labels = stack.labels.map { ($0.name, JSON.string(Self.literal($0.value))) }
        return .object(JSON.Object(labels + [("dev.envctl.run", "${ENVCTL_RUN_ID}")]))
    }

    private func environment(_ part: SupabasePart) -> [(String, JSON)] {
        let own = SupabaseVariables(stack: stack).of(part).map { ($0.0, JSON.string($0.1)) }
        let added = settings.variables(of: part).map {
            ($0.key, JSON.string(Self.literal($0.value)))
        }
        return own + added
    }

    // MARK: what the parts differ in

    private func particulars(_ part: SupabasePart) -> JSON.Object {
        switch part {
        case .db: database
        case .realtime: ["networks": ["default": ["aliases": [.string(Self.realtimeHost)]]]]
        case .storage, .imgproxy: ["volumes": [.string(mount("storage", "/var/lib/storage"))]]
        case .studio: ["ports": [.string(published("STUDIO_PORT", 3000))]]
        case .gateway:
            [
                "ports": [.string(published("API_PORT", 8000))],
                "entrypoint": Self.shell(
                    """
                    printf %s "$$ENVCTL_GATEWAY" >/home/kong/kong.yml \
                    && exec /docker-entrypoint.sh kong docker-start
                    """),
            ]
        case .auth, .rest, .meta: [:]
        }
    }

    private var database: JSON.Object {
        [
            "ports": [.string(published("DB_PORT", 5432))],
            "volumes": [
                .string(mount("db", "/var/lib/postgresql/data")),
                // Of the key that encrypted columns need.
                .string(mount("db-config", "/etc/postgresql-custom")),
            ],
            "entrypoint": Self.shell(
                """
                printf '%s\\n' "$$ENVCTL_ROLES" >/etc/postgresql.schema.sql \
                && exec docker-entrypoint.sh postgres \
                -c config_file=/etc/postgresql/postgresql.conf
                """),
            "stop_signal": "SIGINT",
            "healthcheck": [
                "test": ["CMD", "pg_isready", "-q", "-U", "postgres", "-h", "127.0.0.1"],
                "interval": "1s", "timeout": "5s", "retries": 240,
            ],
        ]
    }

    private static func shell(_ command: String) -> JSON { ["/bin/sh", "-c", .string(command)] }

    private func mount(_ purpose: String, _ place: String) -> String {
        "\(Self.key(stack.volume(purpose))):\(place)"
    }

    /// Loopback of a remote engine could be reached by nobody here.
    private func published(_ variable: String, _ inside: Int) -> String {
        let prefix = PublicAddress.isLoopback(stack.address) ? "127.0.0.1:" : ""
        return "\(prefix)${ENVCTL_\(variable)}:\(inside)"
    }

    /// The last words of a volume's name: `db-config`.
    private static func key(_ volume: String) -> String {
        for purpose in ["db-config", "storage"] where volume.hasSuffix("-" + purpose) {
            return purpose
        }
        return "db"
    }

    /// A dollar sign that stands for itself.
    static func literal(_ text: String) -> String {
        text.split(separator: "$", omittingEmptySubsequences: false).joined(separator: "$$")
    }
}
