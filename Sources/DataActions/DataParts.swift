package import Platform
package import Requirements
package import RunState
import Vocabulary

/// What the data orchestrator is built from.
package struct DataParts: Sendable {
    package var host: Host
    package var clock: Clock
    package var kernel: KernelInstance
    package var layout: StateLayout
    package var registry: RequirementRegistry
    /// Absolute path of `envctl-supervisor`.
    package var supervisorProgram: String
    /// Makes the project's folders, records its name and takes its lock, for the verb that is given.
    package var enter: @Sendable (Project, String, Cancellation) throws -> FileLock

    package init(
        host: Host, clock: Clock, kernel: KernelInstance, layout: StateLayout,
        registry: RequirementRegistry, supervisorProgram: String,
        enter: @escaping @Sendable (Project, String, Cancellation) throws -> FileLock
    ) {
        self.host = host
        self.clock = clock
        self.kernel = kernel
        self.layout = layout
        self.registry = registry
        self.supervisorProgram = supervisorProgram
        self.enter = enter
    }

    var runs: RunRepository { RunRepository(layout, clock: clock) }

    func folders(of project: Project) -> ProjectLayout {
        layout.scope(project.scope).project(project.name)
    }

    func snapshots(of component: ComponentID, _ project: Project) -> SnapshotStore {
        SnapshotStore(folder: folders(of: project).snapshots(component))
    }
}
