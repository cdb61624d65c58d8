package import RunState
package import Truth
package import Vocabulary

/// What a resume of one project found and did.
package struct ResumeOutcome: Sendable {
    package enum Ending: String, Sendable {
        /// All that was wanted runs again.
        case resumed
        /// All of it was running, supervised: nothing was written.
        case unchanged
        /// `--dry-run`.
        case planned
        /// Nothing ran here, or the user had stopped all of it.
        case nothingToResume = "nothing_to_resume"
        /// Something could not be brought back; the rest runs.
        case failed
        case interrupted
    }

    package var project: Project
    package var ending: Ending
    package var supervisor: SupervisorState
    package var run: RunID?
    /// The run that this one goes on with, where it is another.
    package var continues: RunID?
    package var findings: [ResumeFinding]
    /// Only these were asked for; empty: all.
    package var named: [ComponentID] = []
    /// As recorded after it.
    package var components: [ComponentRecord] = []
    package var failures: [FailureEntry] = []
    package var notes: [String] = []
    /// Of the whole resume.
    package var milliseconds = 0

    init(
        project: Project, ending: Ending, supervisor: SupervisorState = .stopped,
        run: RunID? = nil, findings: [ResumeFinding] = []
    ) {
        self.project = project
        self.ending = ending
        self.supervisor = supervisor
        self.run = run
        self.findings = findings
    }

    package var isSuccess: Bool {
        switch ending {
        case .resumed, .unchanged, .nothingToResume: true
        case .planned: !findings.contains { $0.action == .fail }
        case .failed, .interrupted: false
        }
    }
}
