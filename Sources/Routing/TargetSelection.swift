/// Which projects a command is asked to work on, as it was said on the command line; nothing of it
/// means the worktree that the caller stands in.
package struct TargetSelection: Sendable, Equatable {
    /// `main` or `trees`.
    package enum Mode: String, Sendable, CaseIterable {
        case main
        case trees
    }

    /// Names given with `--project`, in their order, unchecked; never together with `mode` or `all`.
    package var projects: [String]
    /// The last mode word.
    package var mode: Mode?
    /// Every project of the repository.
    package var all: Bool
    /// Every repository of this user.
    package var everywhere: Bool

    package init(
        projects: [String] = [], mode: Mode? = nil, all: Bool = false, everywhere: Bool = false
    ) {
        self.projects = projects
        self.mode = mode
        self.all = all
        self.everywhere = everywhere
    }

    /// Nothing was chosen: the worktree that the caller stands in.
    package var isImplicit: Bool { self == TargetSelection() }
}
