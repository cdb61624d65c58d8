package import Events

/// How a graph is run.
package struct StepOptions: Sendable {
    /// Where a run begins.
    package enum Beginning: Sendable, Equatable {
        /// With a new record.
        case fresh
        /// With the record of the last run: at what it left unfinished.
        case resume
        /// The same, at the named step, whose prerequisites must be done (`--resume-from`).
        case resumeFrom(StepID)
    }

    package var beginning = Beginning.fresh
    /// A plan that changed since is accepted (`--replan`).
    package var replan = false
    /// Steps that run at the same time; shared where graphs run side by side.
    package var jobs: JobLimit
    /// What this run did is undone, in reverse, where it fails or is cancelled.
    package var undoOnFailure = false
    /// The folder of the mutexes' lock files; nil: mutexes hold within this graph only.
    package var locksFolder: String?
    /// Milliseconds that a step waits for its mutexes at most.
    package var mutexWait = 600_000
    package var elevation = Elevation.impossible
    /// What may not be in a step's recorded output and error.
    package var secrets = SecretRegistry()

    package init(
        jobs: Int = 4, beginning: Beginning = .fresh, replan: Bool = false,
        undoOnFailure: Bool = false, locksFolder: String? = nil,
        elevation: Elevation = .impossible
    ) {
        self.jobs = JobLimit(jobs)
        self.beginning = beginning
        self.replan = replan
        self.undoOnFailure = undoOnFailure
        self.locksFolder = locksFolder
        self.elevation = elevation
    }
}
