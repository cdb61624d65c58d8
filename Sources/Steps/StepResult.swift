package import Vocabulary

/// What is known of a step that is over.
package struct StepResult: Sendable, Equatable {
    package var id: StepID
    package var outcome: StepOutcome
    /// The last 64 KiB of its output.
    package var output = ""
    package var error: Failure?
    /// Milliseconds.
    package var duration = 0
    /// When it began, in milliseconds after the run of its graph; nil where it never did in this run.
    package var began: Int?
    package var counters: [String: Int] = [:]
    /// The digest of its inputs when it began; nil where it has none or never began.
    package var inputsDigest: String?

    package init(_ id: StepID, _ outcome: StepOutcome, error: Failure? = nil) {
        self.id = id
        self.outcome = outcome
        self.error = error
    }

    package var isSuccess: Bool { outcome == .succeeded }
    package var isSkipped: Bool { if case .skipped = outcome { true } else { false } }
    package var isFailed: Bool { outcome.isFailure }
}
