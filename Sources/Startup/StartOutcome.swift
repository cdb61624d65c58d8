package import Planning
package import RunState
package import Vocabulary

/// What a start did, and what is true after it.
package struct StartOutcome: Sendable {
    package enum Ending: String, Sendable {
        /// Everything that was asked for is ready.
        case ready
        /// All of it was running already; nothing was written.
        case unchanged
        /// Launched, and not waited for (`--detach`).
        case launched
        /// `--dry-run`.
        case planned
        /// It runs, but something optional failed, or `--keep` left the ready ones of a failed start.
        case degraded
        case failed
        case interrupted
    }

    package var project: Project
    package var ending: Ending
    package var run: RunID?
    package var plan: StartPlan?
    /// As recorded by the supervisor; in the order in which they start.
    package var components: [ComponentRecord]
    /// Why it failed; the first cause first.
    package var failures: [FailureEntry]
    package var notes: [String]
    /// Of the whole start.
    package var milliseconds: Int

    package init(
        project: Project, ending: Ending, run: RunID? = nil, plan: StartPlan? = nil,
        components: [ComponentRecord] = [], failures: [FailureEntry] = [], notes: [String] = [],
        milliseconds: Int = 0
    ) {
        self.project = project
        self.ending = ending
        self.run = run
        self.plan = plan
        self.components = components
        self.failures = failures
        self.notes = notes
        self.milliseconds = milliseconds
    }

    /// Something of the environment runs after it.
    package var leavesRunning: Bool {
        switch ending {
        case .ready, .unchanged, .launched, .degraded: true
        case .planned, .failed, .interrupted: false
        }
    }

    package var isSuccess: Bool {
        switch ending {
        case .ready, .unchanged, .launched, .planned: true
        // What a start can do without is told, and is no reason to fail.
        case .degraded: failures.allSatisfy { $0.failureClass == .softBootstrap }
        case .failed, .interrupted: false
        }
    }
}
