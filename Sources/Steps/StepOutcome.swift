/// How a step ended.
package enum StepOutcome: Sendable, Equatable {
    case succeeded
    case skipped(SkipReason)
    case failed(StepFailureClass)
    case timedOut
    case cancelled
    /// It succeeded, and the run took it back.
    case undone

    /// The stable word for programs.
    package var code: String {
        switch self {
        case .succeeded: "succeeded"
        case .skipped: "skipped"
        case .failed: "failed"
        case .timedOut: "timed_out"
        case .cancelled: "cancelled"
        case .undone: "undone"
        }
    }

    /// Whether its dependents may run.
    package var isDone: Bool {
        switch self {
        case .succeeded: true
        case .skipped(let reason): reason.isDone
        case .failed, .timedOut, .cancelled, .undone: false
        }
    }

    /// Whether the step itself went wrong; a cancelled one did not.
    package var isFailure: Bool {
        switch self {
        case .failed, .timedOut: true
        case .succeeded, .skipped, .cancelled, .undone: false
        }
    }
}
