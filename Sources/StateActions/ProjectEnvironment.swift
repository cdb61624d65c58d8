package import Configuration
package import Planning
package import Requirements
package import RunState
package import Vocabulary

/// The environment of a project's latest run, for programs that are not its services.
package struct ProjectEnvironment: Sendable {
    private let blueprint: Blueprint

    /// What requirements project now: the configuration's names, the run's ports and versions, and
    /// the project's secrets. Runs no program and looks for none.
    ///
    /// - Parameter make: builds the blueprint from the resolutions of what the run has.
    /// - Throws: `config.…` where an external address has no value.
    package init(
        _ record: RunRecord, configuration: ProjectConfiguration, caller: [String: String],
        make: ([ComponentID: RequirementResolution]) throws -> Blueprint
    ) throws {
        let values = ReferenceValues(
            project: record.project, ports: [:], projections: [:], caller: caller)
        var resolutions: [ComponentID: RequirementResolution] = [:]
        for requirement in configuration.requirements {
            guard let recorded = record[requirement.id] else { continue }
            var resolution = RequirementResolution(
                backend: recorded.backend ?? .native, reason: "recorded",
                version: recorded.version,
                url: try requirement.url.map { try values.expand($0, for: nil) })
            // The engine's, which may be another machine; nothing is asked of it here.
            if recorded.backend == .docker {
                resolution.address = recorded.url.flatMap(PublicAddress.host)
            }
            if resolution.url != nil {
                resolution.given = try requirement.templates.mapValues {
                    try values.expand($0, for: nil)
                }
            }
            resolutions[requirement.id] = resolution
        }
        blueprint = try make(resolutions)
    }

    /// What `env` prints: projections and the names that let nested calls know where they are.
    package func projected() throws -> [(name: String, value: String)] {
        let empty = CallerEnvironment([:], project: place)
        return try compose(empty).variables.sorted { $0.key < $1.key }
            .map { (name: $0.key, value: $0.value) }
    }

    /// The requirement that keeps users, and how it runs.
    ///
    /// - Parameters:
    ///   - kind: the word of its definition.
    ///   - name: of the component, where one was named.
    /// - Throws: `users.none`, `component.unknown`.
    package func userDirectory(
        of kind: String, named name: ComponentID?
    ) throws -> (any UserDirectory, RequirementInstance) {
        let all = blueprint.configuration.requirements
        let fitting = all.filter { $0.kind == kind && (name ?? $0.id) == $0.id }
        guard let requirement = fitting.first, blueprint.resolutions[requirement.id] != nil,
            let directory = try blueprint.registry.adapter(for: requirement.kind)
                as? any UserDirectory
        else {
            throw Failure(
                "users.none", "no requirement '\(name?.rawValue ?? kind)' that keeps users runs",
                at: "project '\(blueprint.project.name)'",
                hint: "see 'envctl status'; 'envctl start' starts what is configured")
        }
        return (directory, try blueprint.instance(of: requirement))
    }

    /// The addresses of its requirements as services are given them, passwords included.
    package func addresses() throws -> [ComponentID: String] {
        try blueprint.values().projections.compactMapValues { $0.reference("url") }
    }

    /// All variables of a program that runs in the caller's own session, and the names that were
    /// dropped since they came from another project.
    package func whole(
        _ environment: [String: String]
    ) throws -> (variables: [String: String], dropped: [String]) {
        let caller = CallerEnvironment(
            environment, keepsSession: true, project: place)
        var variables = try compose(caller).variables
        // Our own settings are the session's, too: a nested call must find the same state.
        for (name, value) in environment where Self.isSetting(name) { variables[name] = value }
        return (variables, caller.dropped)
    }

    /// Names of an earlier projection in the caller's environment that this one does not set.
    package func stale(in environment: [String: String]) throws -> [String] {
        let names = environment[CallerEnvironment.projectedNames] ?? ""
        let fresh = try compose(CallerEnvironment([:], project: "")).variables
        return names.split(separator: ":").map(String.init)
            .filter { environment[$0] != nil && fresh[$0] == nil && Self.isName($0) }
    }

    /// As `CallerEnvironment` knows whose projection it sees.
    private var place: String { "\(blueprint.project.scope)/\(blueprint.project.name)" }

    private func compose(_ caller: CallerEnvironment) throws -> ComponentEnvironment {
        try ComponentEnvironment(
            nil, own: [], of: blueprint.project, run: blueprint.run, caller: caller,
            values: try blueprint.values())
    }

    private static let identity: Set<String> = [
        "ENVCTL_SCOPE", "ENVCTL_PROJECT", "ENVCTL_RUN", "ENVCTL_COMPONENT",
        CallerEnvironment.projectedNames,
    ]

    private static func isSetting(_ name: String) -> Bool {
        name.hasPrefix("ENVCTL_") && !identity.contains(name)
    }

    /// It goes into a shell's text unquoted.
    private static func isName(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, first.isASCIILetter || first == "_" else {
            return false
        }
        return text.unicodeScalars.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || $0 == "_" }
    }
}
