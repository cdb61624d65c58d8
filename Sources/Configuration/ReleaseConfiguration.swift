/// What the readiness gate demands of a project besides its own readiness.
package struct ReleaseConfiguration: Sendable, Equatable {
    /// Ids and groups of doctor's checks that count; all where it is empty.
    package var checks: [String]
    /// The worst severity that one of them may have.
    package var worst: String
    /// Shell commands that have to exit with 0, in the project's folder.
    package var commands: [String]
    /// The worktree must be without changes.
    package var isClean: Bool

    package init(
        checks: [String] = [], worst: String = "warn", commands: [String] = [],
        isClean: Bool = false
    ) {
        self.checks = checks
        self.worst = worst
        self.commands = commands
        self.isClean = isClean
    }
}
