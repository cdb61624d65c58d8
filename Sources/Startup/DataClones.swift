import Configuration
import Planning
import Platform
import Requirements
import RunState
import Vocabulary

/// Which components begin with the data of another project: those that have none yet and were told
/// so, by `clone_from` or for this start.
struct DataClones {
    private(set) var sources: [ComponentID: DataSource] = [:]
    /// What was asked for and is not done, and why.
    private(set) var notes: [String] = []
    /// What its source has no data of.
    private var missing: [String] = []

    /// Looks; changes nothing.
    ///
    /// - Throws: `data.nothing` where the project that was named for this start has none,
    ///   `data.same_project` where it is the one that is started.
    init(_ request: StartRequest, _ parts: StartupParts) throws {
        if request.resumes { return }
        if let name = request.cloneFrom, name == request.project.name {
            throw Failure(
                "data.same_project", "'\(name)' is the project itself",
                hint: "name another with --clone-from; envctl list-targets")
        }
        for requirement in request.configuration.requirements {
            guard Self.canClone(requirement) else {
                if Self.configured(requirement) != nil { notes.append(Self.elsewhere(requirement)) }
                continue
            }
            guard let name = request.cloneFrom ?? Self.configured(requirement),
                name != request.project.name
            else {
                continue
            }
            let own = parts.folders(of: request.project).data(requirement.id)
            if Self.hasData(own) {
                if request.cloneFrom != nil { notes.append(Self.present(requirement.id, name)) }
                continue
            }
            try add(requirement.id, name, request, parts)
        }
        if let name = request.cloneFrom, sources.isEmpty, notes.isEmpty {
            throw Failure(
                "data.nothing", "'\(name)' has no data to begin with",
                hint: "envctl data list --project \(name)")
        }
        notes += missing
    }

    private static func canClone(_ requirement: RequirementConfiguration) -> Bool {
        requirement.backend != .external
    }

    /// Of whichever backend.
    private static func hasData(_ folder: String) -> Bool {
        FileSystem.exists(folder) || DockerData.isRecorded(folder)
    }

    private static func configured(_ requirement: RequirementConfiguration) -> ProjectName? {
        requirement.values["clone_from"]?.string.map { ProjectName(unchecked: $0) }
    }

    private mutating func add(
        _ component: ComponentID, _ name: ProjectName, _ request: StartRequest,
        _ parts: StartupParts
    ) throws {
        let scope = parts.layout.scope(request.project.scope)
        // Only what is a name of a folder here leads anywhere.
        let isKnown = scope.allProjects().contains { $0.project == name }
        let source =
            try isKnown
            ? DataSource(component, of: name, in: scope, runs: parts.runs) : nil
        if let source, Self.hasData(source.folder) {
            sources[component] = source
        } else {
            missing.append("'\(name)' has no data of '\(component)' to begin with; it is made anew")
        }
    }

    private static func elsewhere(_ requirement: RequirementConfiguration) -> String {
        "'\(requirement.id)' can't begin with other data on 'backend: "
            + "\(requirement.backend.rawValue)'; its clone_from has no effect"
    }

    private static func present(_ component: ComponentID, _ name: ProjectName) -> String {
        "'\(component)' has data already; 'envctl data clone --from \(name)' would replace it"
    }
}
