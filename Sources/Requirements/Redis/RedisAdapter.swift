package import Supervision

/// Redis, or valkey: a server of its own for each project.
package struct RedisAdapter: RequirementAdapter {
    package init() {}

    package var definition: RequirementDefinition { Self.definition }

    package func resolve(_ request: RequirementRequest) throws -> RequirementResolution {
        throw PostgresAdapter.unfinished
    }

    package func installation(_ request: RequirementRequest) throws -> InstallAdvice? { nil }

    package func projection(_ instance: RequirementInstance) throws -> Projection {
        throw PostgresAdapter.unfinished
    }

    package func launchSpec(_ instance: RequirementInstance) throws -> LaunchSpec? { nil }
}
