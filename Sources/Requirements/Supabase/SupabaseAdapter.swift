import Platform
package import Supervision
import Vocabulary

/// Supabase: a compose project of its own for each project, or one that the user names.
package struct SupabaseAdapter: RequirementAdapter {
    package init() {}

    package var definition: RequirementDefinition { Self.definition }

    package func installation(_ request: RequirementRequest) throws -> InstallAdvice? { nil }

    package func projection(_ instance: RequirementInstance) throws -> Projection {
        try SupabaseAccess(instance).projection(instance)
    }

    package func launchSpec(_ instance: RequirementInstance) throws -> LaunchSpec? {
        guard instance.resolution.backend == .docker else { return nil }
        return try SupabaseLaunch(instance).spec()
    }

    package func steps(_ instance: RequirementInstance) throws -> RequirementSteps {
        if instance.resolution.backend == .external {
            return RequirementSteps(prepare: [try SupabaseExternal.probe(instance)])
        }
        let stack = try SupabaseStack(instance)
        return RequirementSteps(
            prepare: try SupabasePreparation(stack: stack).steps(),
            bootstrap: try SupabaseContent(stack: stack).steps())
    }

    package func explanation(ofLog lines: [String]) -> String? {
        SupabaseLog.explanation(of: lines)
    }
}
