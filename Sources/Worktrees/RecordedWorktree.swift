/// A linked worktree as its administrative folder records it; its folder may be long gone.
struct RecordedWorktree: Hashable {
    /// Of the folder in `<common>/worktrees`.
    var name: String
    /// Where its folder was when git last wrote it down.
    var path: String
    var isLocked: Bool
}
