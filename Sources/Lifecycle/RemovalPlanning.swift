import Platform
import Requirements
import RunState
import Vocabulary

/// Finds out what is to be removed; changes nothing.
struct RemovalPlanning {
    let layout: StateLayout
    let reservations: [PortReservation]
    /// How volumes of projects are found; nil where they are left alone.
    let volumes: OwnedVolumes?
    /// Of projects whose records are lost; nil where an engine is not to be asked.
    let lost: LostHoldings?

    init(
        _ layout: StateLayout, clock: Clock, volumes: OwnedVolumes?,
        engine: EngineHoldings? = nil
    ) {
        self.layout = layout
        lost = LostHoldings(layout, engine)
        self.volumes = volumes
        // A registry that can't be read has no reservation that could be ended here.
        reservations = (try? PortRegistry(layout, clock: clock).reservations()) ?? []
    }

    /// Everything of a project.
    func whole(
        _ project: Project, _ runs: RunInventory, because reason: String
    ) throws -> Removal {
        let scope = layout.scope(project.scope)
        var found = try ProjectInventory(scope.project(project.name)).found
        VolumeInventory(volumes, of: project.name, in: project.scope).add(to: &found)
        try RunInventory.add(runs.runs[project.name] ?? [], of: scope, to: &found)
        var folders = runs.socketFolders[project.name] ?? []
        if !project.identity.isEmpty {
            // A runtime folder whose path would be too long has no sockets.
            if let own = try? SocketLayout(layout.roots, project: project) {
                folders.insert(own.folder)
            }
        }
        try SocketInventory.add(folders, of: project.scope, to: &found)
        var removal = Removal(.project(project), of: project.scope, because: reason, found)
        removal.reservations = reservations.filter {
            $0.scope == project.scope && $0.project == project.name
        }
        return removal
    }

    /// What belongs to no project of the scope: its names, its view of the runs, runs that nobody
    /// can read.
    func scope(
        _ scope: ScopeLayout, _ runs: RunInventory, without projects: Set<ProjectName>,
        because reason: String
    ) throws -> Removal {
        var found = runs.stray
        let others = runs.runs.filter { !projects.contains($0.key) }.values.flatMap { $0 }
        try RunInventory.add((runs.unknown + others).sorted(), of: scope, to: &found)
        try ScopeInventory.add(scope, to: &found)
        return Removal(.scope, of: scope.scope, because: reason, found)
    }

    /// The projects that have a name, a folder or a reservation.
    ///
    /// - Parameter known: with all that is known of them, where that is more than a name.
    func projects(of scope: ScopeLayout, known: [Project] = []) -> [Project] {
        // What can't be read has no names to give; the folders still have theirs.
        let record = try? ScopeRecord.read(scope.record)
        var result: [ProjectName: Project] = [:]
        for project in known { result[project.name] = project }
        for named in record?.projects ?? [] where result[named.name] == nil {
            result[named.name] = Project(
                scope: scope.scope, name: named.name, identity: named.identity, root: named.path,
                worktree: named.path, branch: named.branch)
        }
        let names =
            scope.allProjects().map(\.project)
            + reservations.filter { $0.scope == scope.scope }.map(\.project)
        for name in names where result[name] == nil {
            result[name] = Project(
                scope: scope.scope, name: name, identity: "", root: "", worktree: "")
        }
        // A damaged record must not lead elsewhere.
        return result.values.filter { !$0.name.rawValue.contains("/") }.sorted { $0.name < $1.name }
    }
}
