import Configuration
import Digests
import Platform
import Supervision
import Vocabulary

/// What one project's Supabase consists of, and what it is called at the engine.
struct SupabaseStack: Sendable {
    let instance: RequirementInstance
    let settings: SupabaseSettings
    let parts: [SupabasePart]

    init(_ instance: RequirementInstance) throws {
        self.instance = instance
        settings = try SupabaseSettings(
            instance.configuration, projectRoot: instance.projectRoot)
        parts = settings.parts
    }

    func has(_ part: SupabasePart) -> Bool { parts.contains(part) }

    /// Compose wants small letters and digits; a scope may have others.
    var name: String {
        let identity = "\(instance.scope)/\(instance.project)/\(instance.component)"
        return "envctl-" + SHA256.hex(of: identity).prefix(12)
    }

    func volume(_ purpose: String) -> String {
        "envctl-\(instance.scope)-\(instance.project)-\(instance.component)-\(purpose)"
    }

    /// The volumes of the parts that are included.
    var volumes: [String] {
        let storage = has(.storage) || has(.imgproxy) ? ["storage"] : []
        return (["db", "db-config"] + storage).map(volume)
    }

    /// By these its containers, network and volumes are found again.
    var labels: [(name: String, value: String)] {
        [
            ("dev.envctl.scope", instance.scope.rawValue),
            ("dev.envctl.project", instance.project.rawValue),
            ("dev.envctl.component", instance.component.rawValue),
        ]
    }

    var labelTexts: [String] { labels.map { "\($0.name)=\($0.value)" } }

    /// Beside the data's record: `data/<component>.docker.compose.yaml`.
    var file: String { instance.paths.data + ".compose.yaml" }

    func image(_ part: SupabasePart) -> String {
        let given = instance.value("images")?.textMembers?.first { $0.key == part.rawValue }
        return given?.value ?? part.image(major: settings.major)
    }

    func port(_ resource: String) throws(Failure) -> Port {
        if let port = instance.ports[resource] { return port }
        throw Failure(
            "requirement.no_port", "no port '\(resource)' was planned for it",
            at: "\(instance.component)")
    }

    /// Where published ports answer.
    var address: String { instance.resolution.address ?? "127.0.0.1" }

    /// The client is not the containers: removed, with their network, and asked for, by the engine.
    func rule() throws -> ContainerRule {
        ContainerRule(engine: try engine().program, name: name, labels: labelTexts)
    }

    /// Asked for only where something is run: what it projects is known without it.
    func engine() throws(Failure) -> DockerEngine {
        try DockerEngine(instance.host, component: instance.component, isOnlyWay: true)
    }
}
