import Events
import Platform
import RunState
import Supervision
import Vocabulary

/// A stop's way to the project's lock: whoever starts the project meanwhile is told to give up.
struct StopEntry {
    let folders: ProjectLayout
    let clock: Clock
    let sink: any EventSink
    /// Everything is to be stopped: not only some components of what a start brings up.
    let endsStarts: Bool

    /// Milliseconds that a stop waits for another command of the same project.
    private static let patience = 120_000

    struct Turn {
        var lock: FileLock
        /// What was stopped of a start on the way.
        var interrupted: StopReport?
        /// Another command was at work.
        var hasWaited: Bool
    }

    /// - Parameter interrupt: stops what a start has launched so far, by its supervisor; nil where
    ///   that has none.
    /// - Throws: `lock.held`, `lock.cancelled`.
    func enter(
        _ cancellation: Cancellation, interrupt: () throws -> StopReport?
    ) throws -> Turn {
        let deadline = clock.monotonic() + UInt64(Self.patience) * 1_000_000
        var interrupted: StopReport?
        var hasWaited = false
        while true {
            if let lock = try FileLock.attempt(folders.lock, note: "stop") {
                try folders.stopWish.withdraw()
                return Turn(lock: lock, interrupted: interrupted, hasWaited: hasWaited)
            }
            if !hasWaited { tell() }
            hasWaited = true
            if endsStarts {
                try folders.stopWish.make()
                if try FileLock.isHeld(folders.supervisorLock) {
                    interrupted = try interrupt() ?? interrupted
                }
            }
            try check(cancellation, deadline)
            pause(milliseconds: 5)
        }
    }

    private func tell() {
        sink.emit(
            Event("stop.waiting", data: ["holder": .string(FileLock.holder(of: folders.lock))]))
    }

    private func check(_ cancellation: Cancellation, _ deadline: UInt64) throws {
        let isLate = clock.monotonic() >= deadline
        guard isLate || cancellation.isCancelled else { return }
        // Nobody waits any more.
        try folders.stopWish.withdraw()
        if isLate { throw FileLock.held(folders.lock) }
        throw Failure("lock.cancelled", "gave up waiting for a lock", at: folders.lock)
    }
}
