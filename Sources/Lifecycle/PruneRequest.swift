package import RunState
import Vocabulary

/// What `prune` was asked for.
package struct PruneRequest: Sendable {
    package var scopes: [ScopeLayout]
    /// `scopes` are all of this user's.
    package var coversAll: Bool
    /// Names of projects or scopes that count as gone although that can't be told for sure.
    package var gone: [String]
    /// Of each project.
    package var keptRuns: Int
    /// Data, snapshots and half-made copies go, and nothing else.
    package var onlyData: Bool

    package init(
        scopes: [ScopeLayout], coversAll: Bool, gone: [String], keptRuns: Int,
        onlyData: Bool = false
    ) {
        self.scopes = scopes
        self.coversAll = coversAll
        self.gone = gone
        self.keptRuns = keptRuns
        self.onlyData = onlyData
    }

    func taken(_ project: Project) -> Bool {
        gone.contains(project.name.rawValue) || gone.contains(project.scope.rawValue)
    }
}
