package import Vocabulary

/// One worktree (or a folder in it with a configuration of its own) as envctl manages it.
package struct Project: Sendable, Hashable {
    package var scope: ScopeID
    package var name: ProjectName
    /// The worktree's administrative folder in git, followed by `#subfolder` where the
    /// configuration is in one.
    package var identity: String
    /// Absolute path of the folder that holds the configuration.
    package var root: String
    /// Absolute path of the worktree.
    package var worktree: String
    /// The branch that is checked out; nil where HEAD is detached or there is no git.
    package var branch: String?

    package init(
        scope: ScopeID, name: ProjectName, identity: String, root: String, worktree: String,
        branch: String? = nil
    ) {
        self.scope = scope
        self.name = name
        self.identity = identity
        self.root = root
        self.worktree = worktree
        self.branch = branch
    }

    package var isMain: Bool { name == .main }
    package var mode: RunMode { isMain ? .main : .trees }
}
