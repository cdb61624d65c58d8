/// One worktree of a repository, or the folder itself where there is no git.
package struct Checkout: Sendable, Hashable {
    /// Canonical path of its folder; as git recorded it where the folder is gone.
    package var path: String
    /// Canonical path of its administrative folder: git's common directory for the main worktree,
    /// `<common>/worktrees/<x>` for a linked one. Neither a move nor `git switch` changes it.
    package var identity: String
    /// Without `refs/heads/`; nil where HEAD is detached.
    package var branch: String?
    package var isMain: Bool
    /// `git worktree lock` was called on it.
    package var isLocked: Bool
    /// Its folder is there and belongs to it.
    package var exists: Bool

    package init(
        path: String, identity: String, branch: String? = nil, isMain: Bool = false,
        isLocked: Bool = false, exists: Bool = true
    ) {
        self.path = path
        self.identity = identity
        self.branch = branch
        self.isMain = isMain
        self.isLocked = isLocked
        self.exists = exists
    }

    /// The folder is gone and no lock keeps git from forgetting it.
    package var isPrunable: Bool { !exists && !isLocked }

    /// What identifies the project whose configuration is in `subfolder` (relative to `path`; nil
    /// for the worktree's own folder).
    package func identity(subfolder: String?) -> String {
        guard let subfolder else { return identity }
        return "\(identity)#\(subfolder)"
    }
}
