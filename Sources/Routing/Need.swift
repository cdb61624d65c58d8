/// What must be there before a command begins; checked in one place, by Engine.
package enum Need: String, Sendable, CaseIterable {
    /// A project: a worktree, or a folder without git that is treated like one.
    case repository
    /// A valid configuration.
    case configuration
    /// The programs that the configured components run.
    case programs
    /// At least one running component of the target.
    case runningEnvironment = "running_environment"
    /// A terminal to ask on.
    case terminal
}
