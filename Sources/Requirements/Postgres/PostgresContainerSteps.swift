import Platform
import Steps
import Vocabulary

/// What is done around the launch of a cluster in a container.
struct PostgresContainerSteps {
    private let instance: RequirementInstance
    private let container: DockerContainer
    private let access: PostgresAccess

    init(_ instance: RequirementInstance) throws {
        self.instance = instance
        container = try DockerContainer(instance)
        access = try PostgresAccess(instance)
    }

    func steps() throws -> RequirementSteps {
        var steps = RequirementSteps(prepare: try DockerSteps(container: container).prepare())
        let id = StepID(unchecked: instance.component.rawValue)
        if let seed = try PostgresSeed(instance, container: container, access) {
            steps.bootstrap.append(
                try Step(
                    id.child("seed"), "seed \(access.database)", function: seed.run,
                    idempotent: true, check: { _ in try seed.isDone() },
                    component: instance.component))
        }
        return steps
    }
}
