import Vocabulary

/// What an undone start means for the record of a component.
extension ComponentRecord {
    package static let undoneReason = "its start was undone"
    package static let interruptedReason = "its resume was undone; it is still to run"

    /// It is to be launched, and its turn has not come.
    package var isAwaited: Bool { status == .starting && identity == nil && mark == nil }

    package mutating func awaitLaunch() {
        (desired, status, isUndone) = (.running, .starting, false)
        reason = "it has not been launched yet"
        mark = nil
    }

    /// As `undo`.
    package func undone(isWanted: Bool) -> ComponentRecord {
        var copy = self
        copy.undo(isWanted: isWanted)
        return copy
    }

    /// - Parameter isWanted: it is still to run: a resume was undone, or something ran before.
    package mutating func undo(isWanted: Bool) {
        desired = isWanted ? .running : .stopped
        isUndone = !isWanted
        identity = nil
        // A failure keeps its word.
        if status == .failed || status == .foreign { return }
        status = .stopped
        reason = isWanted ? Self.interruptedReason : Self.undoneReason
    }
}
