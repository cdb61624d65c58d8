package import RunState
package import Vocabulary

extension Failure {
    /// Something is to run in a worktree that is not there.
    package static func worktreeGone(_ project: Project) -> Failure {
        Failure(
            "worktree.gone", "the worktree of '\(project.name)' is gone", at: project.worktree,
            because: ["it was moved or removed; its data and its ports are kept"],
            hint: "bring it back to its place, or see 'git worktree list' for those that are there")
    }
}
