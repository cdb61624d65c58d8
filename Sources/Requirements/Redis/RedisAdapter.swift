import Platform
package import Supervision
import Vocabulary

/// Redis, or valkey: a server of its own for each project.
package struct RedisAdapter: RequirementAdapter {
    /// Where the usual places begin; another root in tests.
    let root: String

    package init(root: String = "/") { self.root = root }

    package var definition: RequirementDefinition { Self.definition }

    package func resolve(_ request: RequirementRequest) throws -> RequirementResolution {
        try BackendChoice(request: request, definition: definition)
            .resolve(native: resolveNative, external: resolveExternal)
    }

    package func installation(_ request: RequirementRequest) throws -> InstallAdvice? {
        guard BackendChoice(request: request, definition: definition).wantsNative else {
            return nil
        }
        let choice = try programs(request)
        return choice.fitting.isEmpty ? choice.advice : nil
    }

    package func projection(_ instance: RequirementInstance) throws -> Projection {
        try RedisAccess(instance).projection(instance)
    }

    package func launchSpec(_ instance: RequirementInstance) throws -> LaunchSpec? {
        if instance.resolution.backend == .docker {
            return try RedisContainer(instance).launchSpec()
        }
        guard let program = instance.resolution.program else { return nil }
        return try RedisServer(instance, program: program).launchSpec()
    }

    package func steps(_ instance: RequirementInstance) throws -> RequirementSteps {
        if instance.resolution.backend == .docker {
            let container = try DockerContainer(instance)
            let steps = DockerSteps(
                container: container, keeper: self, content: content(of: instance))
            return RequirementSteps(prepare: try steps.prepare())
        }
        guard let program = instance.resolution.program else {
            return RequirementSteps(prepare: [try RedisExternal.probe(instance)])
        }
        return RequirementSteps(
            prepare: [try RedisData(instance: instance, program: program).step()])
    }
}
