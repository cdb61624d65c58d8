import Platform
package import Supervision
import Vocabulary

/// Postgres: a cluster of its own for each project, cloned from a template.
package struct PostgresAdapter: RequirementAdapter {
    /// Where the usual places begin; another root in tests.
    let root: String

    package init(root: String = "/") { self.root = root }

    package var definition: RequirementDefinition { Self.definition }

    package func resolve(_ request: RequirementRequest) throws -> RequirementResolution {
        try checkUser(request)
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

    /// In a container only the server itself looks at the data.
    package func explanation(ofLog lines: [String]) -> String? {
        lines.compactMap(Self.otherMajor).first.map {
            "the data was made by postgres \($0): set 'version: \($0)', start, 'envctl data export'; "
                + "then 'envctl data reset' and import it with the new version"
        }
    }

    package func checkData(_ instance: RequirementInstance) throws {
        try instance.checkOwnFlushed()
        try instance.checkOwnContent(Self.schema)
        guard instance.resolution.backend == .native, FileSystem.exists(instance.paths.data) else {
            return
        }
        try PostgresData.checkVersion(instance)
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
