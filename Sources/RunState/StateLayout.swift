import Platform
package import Vocabulary

/// Where everything is. These are names only: nothing is looked at, and nothing is made but by the
/// functions called `prepare`.
package struct StateLayout: Sendable, Hashable {
    package let roots: StateRoots

    package init(_ roots: StateRoots) { self.roots = roots }

    package var ports: String { Path.join(roots.state, "ports.json") }
    package var portsLock: String { Path.join(roots.state, "ports.lock") }
    package var scopes: String { Path.join(roots.state, "scopes") }
    package var templates: String { Path.join(roots.cache, "templates") }
    /// Copies of templates that are kept ready; beside the data, since a rename is what takes them.
    package var spares: String { Path.join(roots.state, "spares") }
    /// Versions of server programs, so that they are not asked each time.
    package var programs: String { Path.join(roots.cache, "programs.json") }

    package func scope(_ scope: ScopeID) -> ScopeLayout {
        ScopeLayout(
            scope: scope, folder: Path.join(scopes, scope.rawValue), isRoot: roots.isRoot)
    }

    /// All scopes that have a folder; none where there is no state yet.
    package func allScopes() -> [ScopeLayout] {
        // A folder that is not there, or can't be read, holds nothing of ours.
        let names = (try? FileSystem.list(scopes)) ?? []
        return names.map { scope(ScopeID(unchecked: $0)) }
    }

    /// Makes the roots and the folder of the templates.
    package func prepare() throws {
        try roots.prepare()
        try Folder.make(scopes, mode: roots.passable)
        try Folder.make(templates, mode: roots.passable)
    }
}
