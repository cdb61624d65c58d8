import Platform
package import Vocabulary

/// Where the things of one repository are.
package struct ScopeLayout: Sendable, Hashable {
    package let scope: ScopeID
    /// Absolute path.
    package let folder: String
    let passable: FileMode

    /// - Parameter isRoot: the folders that lead to data can be passed by other accounts.
    package init(scope: ScopeID, folder: String, isRoot: Bool) {
        self.scope = scope
        self.folder = folder
        passable = isRoot ? 0o711 : 0o700
    }

    /// `scope.json`.
    package var record: String { Path.join(folder, "scope.json") }
    package var lock: String { Path.join(folder, "scope.lock") }
    package var runs: String { Path.join(folder, "runs") }
    package var projects: String { Path.join(folder, "projects") }
    package var debug: String { Path.join(folder, "debug") }
    /// Link to the newest run; the scope's artifacts lead through it, so that one rename switches
    /// them all at once.
    package var latest: String { Path.join(folder, "latest") }

    /// The scope's own view of an artifact.
    package func artifact(_ file: ArtifactFile) -> String { Path.join(folder, file.rawValue) }

    package func run(_ run: RunID) -> RunLayout {
        RunLayout(run: run, folder: Path.join(runs, run.rawValue))
    }

    package func project(_ project: ProjectName) -> ProjectLayout {
        ProjectLayout(
            project: project, folder: Path.join(projects, project.rawValue), passable: passable)
    }

    /// All runs that have a folder, oldest first; none where there are none yet.
    package func allRuns() -> [RunID] {
        // A folder that is not there holds no runs; other names in it are no runs of ours.
        let names = (try? FileSystem.list(runs)) ?? []
        return names.map(RunID.init(unchecked:)).filter { $0.time != nil }
    }

    /// All projects that have a folder, sorted.
    package func allProjects() -> [ProjectLayout] {
        // As above.
        let names = (try? FileSystem.list(projects)) ?? []
        return names.map { project(ProjectName(unchecked: $0)) }
    }

    package func prepare() throws {
        try Folder.make(folder, mode: passable)
        try Folder.make(projects, mode: passable)
        try Folder.make(runs, mode: 0o700)
    }
}
