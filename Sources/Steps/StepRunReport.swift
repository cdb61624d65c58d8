package import Vocabulary

/// How the run of a graph ended.
package struct StepRunReport: Sendable {
    package enum Outcome: String, Sendable {
        case succeeded
        /// Only steps with the policy `soft` failed. No success.
        case degraded
        case failed
        case cancelled
    }

    package var outcome: Outcome
    /// In the plan's order, one for each step.
    package var results: [StepResult]
    /// What could not be undone, and why.
    package var undoFailures: [UndoFailure]
    package var state: StepExecutionState

    package struct UndoFailure: Sendable {
        package var id: StepID
        package var failure: Failure
    }

    package var isSuccess: Bool { outcome == .succeeded }
    package subscript(id: StepID) -> StepResult? { results.first { $0.id == id } }
    /// The first step, in the plan's order, that failed or ran out of time; nil where none did.
    package var firstFailure: StepResult? {
        results.first { $0.outcome.isFailure }
    }
}
