package import Supervision
import Vocabulary

/// Postgres: a cluster of its own for each project, cloned from a template.
package struct PostgresAdapter: RequirementAdapter {
    /// Where the usual places begin; another root in tests.
    let root: String

    package init(root: String = "/") { self.root = root }

    package var definition: RequirementDefinition { Self.definition }

    package func resolve(_ request: RequirementRequest) throws -> RequirementResolution {
        switch try BackendChoice.backend(of: request, definition) {
        case .external: try resolveExternal(request)
        case .native, .docker: try resolveNative(request)
        }
    }

    package func installation(_ request: RequirementRequest) throws -> InstallAdvice? {
        guard try BackendChoice.backend(of: request, definition) == .native else { return nil }
        let choice = try programs(request)
        return choice.fitting.isEmpty ? choice.advice : nil
    }

    package func projection(_ instance: RequirementInstance) throws -> Projection {
        try PostgresAccess(instance).projection(instance)
    }

    package func launchSpec(_ instance: RequirementInstance) throws -> LaunchSpec? {
        guard let program = instance.resolution.program else { return nil }
        return try PostgresServer(instance, program: program).launchSpec()
    }

    package func steps(_ instance: RequirementInstance) throws -> RequirementSteps {
        guard let program = instance.resolution.program else {
            return RequirementSteps(prepare: [try PostgresExternal.probe(instance)])
        }
        return try PostgresSteps(instance, program: program).steps()
    }
}
