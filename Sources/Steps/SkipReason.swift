import Vocabulary

/// Why a step did not run.
package enum SkipReason: Sendable, Equatable {
    /// Its own check said so.
    case alreadyDone
    /// It succeeded before, and the digest of its inputs is the same.
    case inputsUnchanged
    /// A step that it depends on failed, or was itself skipped for this reason.
    case dependencyFailed(StepID)
    /// The run had stopped after that step's failure.
    case stopped(after: StepID)
    /// The run was cancelled before it began.
    case cancelled
    /// Its function found nothing to do, in its own words.
    case other(String)

    /// Whether it counts as done, so that its dependents may run.
    package var isDone: Bool {
        switch self {
        case .alreadyDone, .inputsUnchanged, .other: true
        case .dependencyFailed, .stopped, .cancelled: false
        }
    }

    /// The stable word for programs; the function's own words for `other`.
    package var code: String {
        switch self {
        case .alreadyDone: "already_done"
        case .inputsUnchanged: "inputs_unchanged"
        case .dependencyFailed: "dependency_failed"
        case .stopped: "stopped"
        case .cancelled: "cancelled"
        case .other: "other"
        }
    }

    /// For people.
    package var text: String {
        switch self {
        case .alreadyDone: "already done"
        case .inputsUnchanged: "inputs unchanged"
        case .dependencyFailed(let id): "dependency failed (\(id))"
        case .stopped(let id): "the run stopped after \(id) failed"
        case .cancelled: "the run was cancelled"
        case .other(let words): words
        }
    }

    /// What the code leaves open: the step to blame, or the function's words.
    var detail: String? {
        switch self {
        case .dependencyFailed(let id), .stopped(let id): id.rawValue
        case .other(let words): words
        case .alreadyDone, .inputsUnchanged, .cancelled: nil
        }
    }

    /// The reason that `code` and `detail` were written from; nil for an unknown code.
    init?(code: String, detail: String?) {
        let id = StepID(unchecked: detail ?? "")
        switch code {
        case "already_done": self = .alreadyDone
        case "inputs_unchanged": self = .inputsUnchanged
        case "dependency_failed": self = .dependencyFailed(id)
        case "stopped": self = .stopped(after: id)
        case "cancelled": self = .cancelled
        case "other": self = .other(detail ?? "")
        default: return nil
        }
    }
}
