import Configuration
import Platform
import Requirements
import RunState
import Vocabulary

/// Which components a data command is about: those that were named, else all that it fits.
struct DataSelection {
    private let request: DataRequest
    private let parts: DataParts

    init(_ request: DataRequest, _ parts: DataParts) {
        self.request = request
        self.parts = parts
    }

    func components() throws -> [RequirementConfiguration] {
        switch request.deed {
        case .snapshot(let name), .restore(let name): try SnapshotName.check(name)
        case .clone(let other): try checkOther(other)
        case .reset, .export, .load: break
        }
        let chosen = try request.components.isEmpty ? fitting() : named()
        if chosen.count > 1, isOfOneFile { throw ambiguous(chosen) }
        if case .restore(let name) = request.deed {
            for requirement in chosen {
                _ = try parts.snapshots(of: requirement.id, request.project)
                    .find(name, of: requirement.id)
            }
        }
        return chosen
    }

    private func checkOther(_ other: ProjectName) throws {
        guard other == request.project.name else { return }
        throw Failure(
            "data.same_project", "'\(other)' is the project itself",
            hint: "name another with --from; envctl list-targets")
    }

    private func named() throws -> [RequirementConfiguration] {
        try request.components.map { name in
            if let requirement = request.configuration.requirement(name) { return requirement }
            let known = request.configuration.requirements.map(\.id.rawValue)
            let near = suggestion(for: name.rawValue, among: known).map { "did you mean '\($0)'?" }
            throw Failure(
                "component.unknown", "there is no requirement '\(name)'",
                because: ["known are \(known.joined(separator: ", "))"], hint: near,
                details: ["known": JSON(known)])
        }
    }

    private func fitting() throws -> [RequirementConfiguration] {
        let all = request.configuration.requirements
        let fitting = all.filter(fits)
        if !fitting.isEmpty { return fitting }
        // Their data is elsewhere: each says so.
        let foreign = all.filter { $0.backend == .external }
        if !foreign.isEmpty { return foreign }
        if case .restore(let name) = request.deed, let first = all.first {
            _ = try parts.snapshots(of: first.id, request.project).find(name, of: first.id)
        }
        let whose: ProjectName =
            if case .clone(let other) = request.deed { other } else { request.project.name }
        throw Failure(
            "data.nothing", "no requirement of '\(whose)' has data",
            at: parts.folders(of: request.project).dataFolder,
            hint: "envctl start --project \(whose)")
    }

    private func fits(_ requirement: RequirementConfiguration) -> Bool {
        let scope = parts.layout.scope(request.project.scope)
        let own = scope.project(request.project.name)
        switch request.deed {
        case .restore(let name):
            return parts.snapshots(of: requirement.id, request.project).has(name)
        case .clone(let other): return hasData(scope.project(other), requirement.id)
        case .snapshot, .reset, .export, .load: return hasData(own, requirement.id)
        }
    }

    /// Wherever it is: what does not fit is told by what is done with it.
    private func hasData(_ project: ProjectLayout, _ component: ComponentID) -> Bool {
        let folder = project.data(component)
        return FileSystem.exists(folder) || DockerData.isRecorded(folder)
    }

    private var isOfOneFile: Bool {
        switch request.deed {
        case .export, .load: true
        case .snapshot, .restore, .clone, .reset: false
        }
    }

    private func ambiguous(_ chosen: [RequirementConfiguration]) -> Failure {
        let names = chosen.map(\.id.rawValue)
        return Failure(
            "data.which", "a file holds the data of one component",
            because: ["here are \(names.joined(separator: ", "))"],
            hint: "name one after the file", details: ["known": JSON(names)])
    }
}

extension RequirementConfiguration {
    /// Whether there is data where its backend keeps it.
    ///
    /// - Parameter folder: of the native server's.
    func hasData(beside folder: String) -> Bool {
        switch backend {
        case .docker: DockerData.isRecorded(folder)
        case .auto: FileSystem.exists(folder) || DockerData.isRecorded(folder)
        case .native, .external: FileSystem.exists(folder)
        }
    }
}
