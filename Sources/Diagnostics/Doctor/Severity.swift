/// How much a finding matters; in the order of what is worse.
package enum Severity: String, Sendable, CaseIterable, Comparable {
    /// Not looked at; the reason says why.
    case skip
    case ok
    /// Worth knowing, and nothing to do.
    case info
    /// Works, and should be looked at.
    case warn
    /// Does not work.
    case fail

    package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .skip: 0
        case .ok: 1
        case .info: 2
        case .warn: 3
        case .fail: 4
        }
    }
}
