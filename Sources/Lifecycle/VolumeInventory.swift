import Platform
import Requirements
import RunState
import Vocabulary

/// The volumes that hold a project's data on a Docker engine. Only the engine knows them, and it is
/// asked only where a record in the project's data folder says that there were some.
struct VolumeInventory {
    private let volumes: OwnedVolumes?
    private let project: ProjectName
    private let scope: ScopeID

    /// - Parameter volumes: nil where nobody has an engine to ask.
    init(_ volumes: OwnedVolumes?, of project: ProjectName, in scope: ScopeID) {
        self.volumes = volumes
        self.project = project
        self.scope = scope
    }

    /// Looks; changes nothing. What can't be asked for is told as kept: a removal then fails.
    func add(to found: inout Inventory) {
        guard let volumes, let record = Self.record(found.items) else { return }
        do {
            let all = try volumes.all(of: project, in: scope)
            for volume in try volumes.measured(all) { found.add(OwnedItem(volume)) }
        } catch {
            let failure = Failure(error)
            found.keep(record, "its volumes can't be looked for: \(failure.message)")
        }
    }

    /// Removes all of them, before anything else of the project goes: without an answer of the engine
    /// nothing does.
    ///
    /// - Throws: `cleanup.volumes` where it does not answer, `cleanup.data_in_use`.
    func remove(_ items: [OwnedItem]) throws {
        guard let volumes, let record = Self.record(items) else { return }
        do {
            for volume in try volumes.all(of: project, in: scope) {
                guard !volume.isInUse else { throw inUse(volume) }
                try volumes.remove(volume.name, of: volume.component, project, in: scope)
            }
        } catch {
            let failure = Failure(error)
            guard failure.code.hasPrefix("docker.") else { throw failure }
            throw Failure(
                "cleanup.volumes", "the volumes of '\(project)' could not be removed", at: record,
                because: [failure.message] + failure.causes,
                hint: "start the engine, then the same command again; where it is gone for good, "
                    + "remove \(record)")
        }
    }

    private func inUse(_ volume: OwnedVolumes.Volume) -> Failure {
        Failure(
            "cleanup.data_in_use",
            "a container still lives on the data of '\(volume.component)'", at: volume.name,
            hint: "see 'docker ps --filter volume=\(volume.name)'; end it, then try again")
    }

    /// The first that says so.
    private static func record(_ items: [OwnedItem]) -> String? {
        items.flatMap { $0.kind == .data ? $0.entries : [] }
            .first { DockerData.component(ofRecord: Path.name($0)) != nil }
    }
}

extension OwnedItem {
    fileprivate init(_ volume: OwnedVolumes.Volume) {
        kind = .volumes
        component = volume.component
        path = volume.name
        entries = []
        size = TreeSize(bytes: volume.bytes ?? 0, files: 0)
    }
}
