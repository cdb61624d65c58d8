import Platform
import Supervision
import Vocabulary

/// The container and the volume of one requirement: named and labelled by scope, project and
/// component, so that nothing else is ever touched.
struct DockerContainer: Sendable {
    let engine: DockerEngine
    let instance: RequirementInstance
    let image: String

    init(_ instance: RequirementInstance) throws {
        guard let image = instance.resolution.image else {
            throw Failure(
                "requirement.unresolved", "no image was chosen for '\(instance.component)'")
        }
        engine = try DockerEngine(instance.host, component: instance.component)
        self.instance = instance
        self.image = image
    }

    /// Of the container and of its first volume; one component of one project has one of each.
    var name: String { Self.name(instance.scope, instance.project, instance.component) }

    static func name(_ scope: ScopeID, _ project: ProjectName, _ component: ComponentID) -> String {
        "envctl-\(scope)-\(project)-\(component)"
    }

    /// The name of the volume with the data: another one after a restore or a clone.
    func volumeName() throws -> String {
        try DataRecord(readingFrom: instance.paths.record)?.volume ?? name
    }

    func volume(_ name: String) -> DockerVolume {
        DockerVolume(
            engine: engine, name: name, labels: labels, origin: DockerOrigin.labels(instance))
    }

    /// Where published ports answer.
    var address: String { instance.resolution.address ?? "127.0.0.1" }

    /// By these it is found again, whatever became of our records.
    var labels: [String] {
        Self.labels(instance.scope, instance.project, instance.component)
    }

    static func labels(
        _ scope: ScopeID, _ project: ProjectName, _ component: ComponentID
    ) -> [String] {
        [
            "dev.envctl.scope=\(scope)", "dev.envctl.project=\(project)",
            "dev.envctl.component=\(component)",
        ]
    }

    /// `docker run` in the foreground: the client is the component's process, passes its signals
    /// on, and ends with the container's exit code.
    ///
    /// - Parameters:
    ///   - ports: published, by the port inside.
    ///   - mount: where the volume is seen inside.
    ///   - variables: names only; their values come from the client's own environment, since an
    ///     argument can be read by everyone.
    func arguments(
        ports: [(host: Port, inside: Int)], mount: String, variables: [String],
        options: [String] = [], command: [String]
    ) throws -> [String] {
        let labels = (labels + ["dev.envctl.run=\(instance.run)"] + DockerOrigin.labels(instance))
            .flatMap { ["--label", $0] }
        // Loopback of a remote engine could be reached by nobody here.
        let prefix = PublicAddress.isLoopback(address) ? "127.0.0.1:" : ""
        return try [engine.program, "run", "--rm", "--name", name, "--pull", "never"] + labels
            + ports.flatMap { ["--publish", "\(prefix)\($0.host):\($0.inside)"] }
            + ["--volume", "\(volumeName()):\(mount)"] + variables.flatMap { ["--env", $0] }
            + options + [image] + command
    }

    /// For the client: the engine's address, and what is passed into the container.
    func environment(_ variables: [(String, String)]) -> [String] {
        (engine.environment.map { ($0.key, $0.value) } + variables)
            .map { "\($0.0)=\($0.1)" }.sorted()
    }

    /// `psql` in the container, over its local socket, which the image trusts.
    func psql(_ access: PostgresAccess, _ arguments: [String]) -> [String] {
        [
            "exec", "--interactive", name, "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-U",
            access.user, "-d", access.database,
        ] + arguments
    }

    /// The client is not the container: removed, and asked for, by the engine. An engine that is
    /// restarted asks its containers to end, and servers do so with 0: that was nobody's wish.
    func own(_ spec: inout LaunchSpec) {
        spec.container = ContainerRule(engine: engine.program, name: name)
        spec.restart = .always
    }

    /// It is there and runs, which it does only with its ports published: what answers there then
    /// is no other.
    var runs: Probe {
        .exec(arguments: [engine.program, "top", name], timeoutMilliseconds: 10_000)
    }

    /// What changes the process beside its own settings.
    func addFingerprint(to parts: inout FingerprintParts) throws {
        parts.add("image", image)
        parts.add("image.id", try imageID())
        parts.add("engine", address)
    }

    /// A name may be given to another image: that is another program.
    private func imageID() throws -> String {
        if let known = instance.resolution.imageID { return known }
        let named = DockerImage(engine: engine, reference: image, pull: .never)
        return try named.id() ?? ""
    }

    /// What its record shows.
    func facts(_ command: [String], _ projection: Projection) throws -> JSON.Object {
        [
            "backend": "docker", "image": .string(image), "container": .string(name),
            "volume": .string(try volumeName()), "version": JSON(instance.resolution.version),
            "projection_keys": JSON(projection.environment.map(\.name)),
            "command": JSON(command), "identity": .string(try instance.dataIdentity()),
        ]
    }
}
