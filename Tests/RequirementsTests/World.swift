import Configuration
import Events
import Glibc
import Platform
import Steps
import Supervision
import Testing
import Vocabulary

@testable import Requirements

/// A throw-away machine: roots, a project, a helper, free ports; gone when the test is.
final class World: Sendable {
    let root: String
    let host: Host
    private let templates: String

    /// - Parameter ownTemplates: for tests of the templates themselves; the others share one cache.
    /// - Parameter name: goes into the path of all its folders.
    init(
        environment: [String: String] = [:], ownTemplates: Bool = false, name: String = ""
    ) throws {
        let root = "/tmp/envctl-requirements-\(Random.hex(bytes: 6))\(name)"
        self.root = root
        templates = ownTemplates ? root + "/cache/templates" : sharedTemplates
        try checked("mkdir", root) { mkdir(root, 0o711) }
        try checked("chmod", root) { chmod(root, 0o711) }
        var variables = try Host.current().environment
        for (name, value) in environment { variables[name] = value }
        host = Host(environment: variables, directory: "/")
        for folder in ["state", "run", "cache", "project"] {
            try FileSystem.createDirectories(Path.join(root, folder), mode: 0o711)
        }
        try write("helper", Self.helper, mode: 0o755)
    }

    deinit {
        // What can't be removed is in /tmp, and says so by its name.
        try? FileSystem.removeTree(root)
    }

    /// Stands for `envctl-supervisor exec --uid N --gid N --groups L -- PROGRAM ARGV0 ARGUMENT…`.
    private static let helper = """
        #!/bin/sh
        uid=$3 gid=$5 groups=$7 program=$9
        shift 10
        exec setpriv --reuid "$uid" --regid "$gid" --groups "$groups" -- "$program" "$@"

        """

    func write(_ name: String, _ text: String, mode: FileMode = 0o644) throws {
        try FileSystem.writeAtomically(Array(text.utf8), to: path(name), mode: mode)
    }

    func path(_ name: String) -> String { Path.join(root, name) }

    static func freePort() throws -> Port {
        while true {
            let number = 21_000 + Int(Random.uint64() % 9000)
            if let port = Port(number), try Listeners.isFree(port) { return port }
        }
    }

    func request(
        _ kind: String, version: String? = nil, backend: RequirementConfiguration.Backend = .native,
        url: String? = nil, values: [String: JSON] = [:], renames: [String: String] = [:],
        data: String? = nil
    ) -> RequirementRequest {
        let configuration = RequirementConfiguration(
            id: ComponentID(unchecked: kind), kind: kind, backend: backend,
            version: version.flatMap { VersionConstraint($0) },
            url: url.map { Template(literal: $0) },
            values: values.mapValues { ConfigurationValue($0) }, environmentRenames: renames)
        return RequirementRequest(
            component: configuration.id, configuration: configuration, host: host,
            projectRoot: path("project"), data: data)
    }

    /// An instance of the project `name`, with its own port and folders.
    func instance(
        _ request: RequirementRequest, project: String = "main", port: Port? = nil,
        run: String? = nil
    ) throws -> RequirementInstance {
        let adapter = try RequirementRegistry.builtIn.adapter(for: request.configuration.kind)
        let resolution = try adapter.resolve(request)
        var secrets = SecretStore()
        for name in adapter.definition.secrets {
            secrets.set("s3/cret:@é\(name)", name, request.component)
        }
        let data = path("state/\(project)/data/\(request.component)")
        try FileSystem.createDirectories(path("state/\(project)/logs"), mode: 0o711)
        return RequirementInstance(
            component: request.component, configuration: request.configuration,
            resolution: resolution, ports: try ports(of: adapter.definition, main: port),
            paths: InstancePaths(
                data: data, dataLock: data + ".lock",
                sockets: path("run/\(project)/\(request.component)"),
                log: path("state/\(project)/logs/\(request.component).log"),
                templates: templates, secrets: path("state/\(project)/secrets.json")),
            secrets: secrets, helper: path("helper"), scope: ScopeID(unchecked: "test-0"),
            project: ProjectName(unchecked: project),
            run: RunID(unchecked: run ?? "run-\(Random.hex(bytes: 4))"),
            projectRoot: path("project"), host: host,
            kernel: try KernelInstance.current(environment: [:]))
    }

    private func ports(
        of definition: RequirementDefinition, main: Port?
    ) throws -> [String: Port] {
        var ports: [String: Port] = [:]
        for resource in definition.resources {
            let given = resource.name == "main" ? main : nil
            ports[resource.name] = try given ?? Self.freePort()
        }
        return ports
    }

    /// Runs steps as a start does; throws the first failure.
    @discardableResult
    func run(_ steps: [Step]) async throws -> StepRunReport {
        let store = FileStepStateStore(path: path("steps-\(Random.hex(bytes: 4)).json"))
        let report = try await StepRunner(store: store, sink: Silence())
            .run(try StepGraph(id: "test", steps: steps), cancellation: try Cancellation())
        if let failure = report.firstFailure?.error { throw failure }
        return report
    }
}

extension SecretStore {
    mutating func set(_ secret: String, _ name: String, _ component: ComponentID) {
        set(secret, name, of: component)
    }
}

/// One cache for this process, removed at its end.
private let sharedTemplates: String = {
    // What can't be removed is in /tmp, and says so by its name.
    atexit { try? FileSystem.removeTree(sharedCache) }
    mkdir(sharedCache, 0o711)
    return sharedCache + "/templates"
}()

private let sharedCache = "/tmp/envctl-requirements-templates-\(getpid())"

private struct Silence: EventSink {
    func emit(_ event: Event) {}
}
