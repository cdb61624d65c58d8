import Platform
import Supervision
import Vocabulary

/// What a supervisor that became this program has left open for it. An older one wrote the
/// arguments, so their meaning must not change.
struct Inheritance {
    static let lockFlag = "--lock-fd"
    static let listenerFlag = "--socket-fd"

    let lock: FileLock
    let listener: Descriptor

    /// - Throws: where the lock is not ours.
    init(lock: Int32, listener: Int32, _ start: SupervisorStart) throws {
        self.listener = Descriptor(listener)
        try self.listener.survivesExec(false)
        guard let lock = try FileLock.inherited(lock, path: start.lock) else {
            throw Failure(
                "supervisor.reexec_failed", "the supervisor's lock was not handed on",
                at: start.lock, hint: "envctl resume")
        }
        self.lock = lock
    }
}
