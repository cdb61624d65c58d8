/// The worktree and the folder in it that one project is.
package struct ProjectRoot: Sendable, Hashable {
    package let scope: Scope
    package let checkout: Checkout
    /// The folder of the configuration, canonical; the worktree's own where there is none.
    package let path: String
    /// `path` relative to the worktree; nil for the worktree's own folder.
    package let subfolder: String?

    /// What the project's name is bound to in `scope.json`.
    package var identity: String { checkout.identity(subfolder: subfolder) }
}
