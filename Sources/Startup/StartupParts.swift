package import Events
package import Platform
package import Requirements
package import RunState
import Vocabulary

/// What the start and resume orchestrators are built from.
package struct StartupParts: Sendable {
    package var host: Host
    package var clock: Clock
    package var kernel: KernelInstance
    package var layout: StateLayout
    package var registry: RequirementRegistry
    /// Absolute path of `envctl-supervisor`.
    package var supervisorProgram: String
    /// Where the user sees what happens.
    package var sink: any EventSink
    /// What is never to be told or recorded.
    package var secrets: SecretRegistry
    /// The user's wish to wait no longer; nil where nobody can make it.
    package var cancellation: Cancellation?

    package init(
        host: Host, clock: Clock, kernel: KernelInstance, layout: StateLayout,
        registry: RequirementRegistry, supervisorProgram: String, sink: any EventSink,
        secrets: SecretRegistry = SecretRegistry(), cancellation: Cancellation? = nil
    ) {
        self.host = host
        self.clock = clock
        self.kernel = kernel
        self.layout = layout
        self.registry = registry
        self.supervisorProgram = supervisorProgram
        self.sink = sink
        self.secrets = secrets
        self.cancellation = cancellation
    }

    var runs: RunRepository { RunRepository(layout, clock: clock) }
    var ports: PortRegistry { PortRegistry(layout, clock: clock) }

    /// Little: what a supervisor runs gets its environment from specs.
    var supervisorEnvironment: [String] {
        let seams = ["BOOT_ID", "NO_CGROUP", "CLOCK_OFFSET", "CRASH"].map { "ENVCTL_TEST_" + $0 }
        let own = ["PATH", "LANG", "TZ", "HOME", "USER"]
        let wish = DebugWish(host.environment, directory: host.directory)
        // Recorded also where only a trace is wanted: the supervisor's part comes from its session.
        let level = wish.map { "\(DebugWish.variable)=\($0.level.rawValue)" }
        return (own + seams).compactMap { name in
            host.environment[name].map { "\(name)=\($0)" }
        } + [level].compactMap(\.self)
    }

    func folders(of project: Project) -> ProjectLayout {
        layout.scope(project.scope).project(project.name)
    }
}

extension StartupParts {
    /// The way into a project for any command that changes it: makes its folders, records its name
    /// and takes its lock.
    package func enter(
        _ project: Project, for verb: String, _ cancellation: Cancellation
    ) throws -> FileLock {
        try ProjectEntry(project, self).enter(for: verb, cancellation)
    }
}
