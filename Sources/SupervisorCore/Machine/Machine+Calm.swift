import Supervision

extension Machine {
    /// Nothing is on its way and nobody waits: another supervisor can go on from what is recorded.
    package var isCalm: Bool {
        guard transaction?.state != .begun, jobs.isEmpty, !isEnding else { return false }
        return components.values.allSatisfy { state in
            // It would be forgotten.
            if state.watch.change != nil { return false }
            guard let current = state.current else { return true }
            return current.phase == .running && current.hasLeader && !state.mustLeave
        }
    }
}
