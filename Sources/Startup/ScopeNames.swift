import Platform
package import RunState
import Vocabulary
import Worktrees

/// The names that a repository's projects were given: as `scope.json` has them, and where that is
/// missing or damaged, as their runs tell them.
package struct ScopeNames {
    private let scope: ScopeLayout
    private let layout: StateLayout
    private let path: String?
    private let environment: [String: String]

    /// - Parameters:
    ///   - path: the canonical path that the scope's id is made from, where it is known.
    ///   - environment: the caller's, for git.
    package init(
        _ scope: ScopeLayout, _ layout: StateLayout, path: String? = nil,
        environment: [String: String]
    ) {
        self.scope = scope
        self.layout = layout
        self.path = path
        self.environment = environment
    }

    /// Looks, and writes nothing: a damaged file is set aside by the next command that writes.
    package var record: ScopeRecord {
        do {
            return try ScopeRecord(json: JSON.parse(FileSystem.read(scope.record)))
        } catch {
            return rebuilt
        }
    }

    /// From the latest run of each project that ever had one.
    var rebuilt: ScopeRecord {
        var found = path
        let projects = RunRepository(layout).allCurrent(of: scope.scope).records.map { run in
            let root = run.root ?? ""
            // A worktree that is gone has its name, and no identity any more.
            let place = try? Repository.locate(from: root, environment: environment, by: .files)
            found = found ?? place?.scope.commonDirectory
            let identity = try? place?.project(configuredIn: root).identity  // as above
            return ScopeRecord.NamedProject(
                name: run.project, identity: identity ?? "gone:\(run.project)", path: root,
                branch: place?.checkout?.branch, created: run.started)
        }
        return ScopeRecord(
            scope: scope.scope, path: found ?? "", projects: projects.sorted { $0.name < $1.name })
    }
}
