import Synchronization

/// How many steps run at the same time; one object may serve several graphs.
package final class JobLimit: Sendable {
    private struct State {
        var free: Int
        /// Each waiter once, however often it asked.
        var waiting: [ObjectIdentifier: Mailbox] = [:]
    }
    private let state: Mutex<State>

    /// - Parameter jobs: at least 1.
    package init(_ jobs: Int) { state = Mutex(State(free: max(1, jobs))) }

    /// Takes a place; where none is free, `mailbox` is woken once when one may be.
    func take(orWake mailbox: Mailbox) -> Bool {
        state.withLock { state in
            if state.free > 0 {
                state.free -= 1
                return true
            }
            state.waiting[ObjectIdentifier(mailbox)] = mailbox
            return false
        }
    }

    /// Gives a place back.
    func release() {
        let waiting = state.withLock { state in
            state.free += 1
            defer { state.waiting = [:] }
            return state.waiting.values
        }
        for mailbox in waiting { mailbox.wake() }
    }
}
