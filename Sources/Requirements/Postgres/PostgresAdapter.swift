package import Supervision
import Vocabulary

/// Postgres: a cluster of its own for each project, cloned from a template.
package struct PostgresAdapter: RequirementAdapter {
    /// Where the usual places begin; another root in tests.
    let root: String

    package init(root: String = "/") { self.root = root }

    package var definition: RequirementDefinition { Self.definition }

    package func resolve(_ request: RequirementRequest) throws -> RequirementResolution {
        var resolution = try BackendChoice(request: request, definition: definition)
            .resolve(native: resolveNative, external: resolveExternal)
        resolution.notes += try PostgresLocale.note(request, on: resolution.backend)
        return resolution
    }

    package func installation(_ request: RequirementRequest) throws -> InstallAdvice? {
        guard BackendChoice(request: request, definition: definition).wantsNative else {
            return nil
        }
        let choice = try programs(request)
        return choice.fitting.isEmpty ? choice.advice : nil
    }

    package func isLeaving(_ instance: RequirementInstance) throws -> Bool {
        try instance.resolution.program != nil
            && PostmasterFile.isLeaving(in: instance.dataFolder)
    }

    package func projection(_ instance: RequirementInstance) throws -> Projection {
        try PostgresAccess(instance).projection(instance)
    }

    package func launchSpec(_ instance: RequirementInstance) throws -> LaunchSpec? {
        if instance.resolution.backend == .docker {
            return try PostgresContainer(instance).launchSpec()
        }
        guard let program = instance.resolution.program else { return nil }
        return try PostgresServer(instance, program: program).launchSpec()
    }

    package func steps(_ instance: RequirementInstance) throws -> RequirementSteps {
        if instance.resolution.backend == .docker {
            return try PostgresContainerSteps(instance).steps()
        }
        guard let program = instance.resolution.program else {
            return RequirementSteps(prepare: [try PostgresExternal.probe(instance)])
        }
        return try PostgresSteps(instance, program: program).steps()
    }
}
