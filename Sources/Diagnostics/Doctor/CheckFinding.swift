package import Vocabulary

/// What a check saw.
package struct CheckFinding: Sendable, Equatable {
    package var severity: Severity
    /// In one sentence without a full stop; of a skipped check, why.
    package var message: String
    /// What shows it, one line each.
    package var evidence: [String]
    /// What to type.
    package var fix: String?
    /// The file or folder that it is about, absolute.
    package var path: String?
    /// What `--fix` may do about it.
    package var repairs: [Repair] = []

    package init(
        _ severity: Severity, _ message: String, evidence: [String] = [], fix: String? = nil,
        path: String? = nil, repairs: [Repair] = []
    ) {
        self.severity = severity
        self.message = message
        self.evidence = evidence
        self.fix = fix
        self.path = path
        self.repairs = repairs
    }

    package static func ok(_ message: String, evidence: [String] = []) -> CheckFinding {
        CheckFinding(.ok, message, evidence: evidence)
    }

    package static func skip(_ reason: String) -> CheckFinding { CheckFinding(.skip, reason) }

    /// Of a check that could not look.
    package init(_ failure: Failure) {
        self.init(
            .fail, failure.message,
            evidence: [failure.location].compactMap(\.self) + failure.causes, fix: failure.hint)
    }
}
