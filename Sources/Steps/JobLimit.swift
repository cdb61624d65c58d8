import Synchronization

/// How many steps run at the same time; one object may serve several graphs.
package final class JobLimit: Sendable {
    private struct State {
        var free: Int
        var waiting: [@Sendable () -> Void] = []
    }
    private let state: Mutex<State>

    /// - Parameter jobs: at least 1.
    package init(_ jobs: Int) { state = Mutex(State(free: max(1, jobs))) }

    /// Takes a place; where none is free, `wake` is called once when one may be.
    func take(orWake wake: @escaping @Sendable () -> Void) -> Bool {
        state.withLock { state in
            if state.free > 0 {
                state.free -= 1
                return true
            }
            state.waiting.append(wake)
            return false
        }
    }

    /// Gives a place back.
    func release() {
        let waiting = state.withLock { state in
            state.free += 1
            defer { state.waiting = [] }
            return state.waiting
        }
        for wake in waiting { wake() }
    }
}
