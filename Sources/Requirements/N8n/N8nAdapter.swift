package import Supervision
import Vocabulary

/// n8n: an instance of its own for each project, with the project's postgres or its own sqlite.
package struct N8nAdapter: RequirementAdapter {
    package init() {}

    package var definition: RequirementDefinition { Self.definition }

    package func resolve(_ request: RequirementRequest) throws -> RequirementResolution {
        try BackendChoice(request: request, definition: definition)
            .resolve(native: resolveNative, external: resolveExternal)
    }

    package func installation(_ request: RequirementRequest) throws -> InstallAdvice? {
        guard BackendChoice(request: request, definition: definition).wantsNative else {
            return nil
        }
        return try N8nPrograms(request).missing
    }

    package func projection(_ instance: RequirementInstance) throws -> Projection {
        try N8nAccess(instance).projection(instance)
    }

    package func launchSpec(_ instance: RequirementInstance) throws -> LaunchSpec? {
        switch instance.resolution.backend {
        case .native: try N8nServer(instance).launchSpec()
        case .docker: try N8nContainer(instance).launchSpec()
        case .external: nil
        }
    }

    package func steps(_ instance: RequirementInstance) throws -> RequirementSteps {
        if instance.resolution.backend == .external {
            return RequirementSteps(prepare: [try N8nExternal.probe(instance)])
        }
        var steps = RequirementSteps()
        if instance.resolution.backend == .docker {
            steps.prepare = try DockerSteps(container: DockerContainer(instance)).prepare()
        } else {
            steps.prepare = [try N8nData(instance: instance).step()]
        }
        if let database = try N8nDatabase(instance) { steps.provision = [try database.step()] }
        if N8nOwner.isWanted(instance) { steps.bootstrap = [try N8nOwner.step(instance)] }
        return steps
    }
}
