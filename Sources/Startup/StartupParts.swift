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

    package init(
        host: Host, clock: Clock, kernel: KernelInstance, layout: StateLayout,
        registry: RequirementRegistry, supervisorProgram: String, sink: any EventSink
    ) {
        self.host = host
        self.clock = clock
        self.kernel = kernel
        self.layout = layout
        self.registry = registry
        self.supervisorProgram = supervisorProgram
        self.sink = sink
    }

    var runs: RunRepository { RunRepository(layout, clock: clock) }
    var ports: PortRegistry { PortRegistry(layout, clock: clock) }

    /// Little: what a supervisor runs gets its environment from specs.
    var supervisorEnvironment: [String] {
        ["PATH", "LANG", "TZ", "ENVCTL_TEST_BOOT_ID", "ENVCTL_TEST_NO_CGROUP"].compactMap { name in
            host.environment[name].map { "\(name)=\($0)" }
        }
    }

    func folders(of project: Project) -> ProjectLayout {
        layout.scope(project.scope).project(project.name)
    }
}
