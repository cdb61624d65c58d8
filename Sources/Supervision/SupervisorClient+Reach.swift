package import Platform
import Vocabulary

extension SupervisorClient {
    /// Connects to a supervisor whose lock was seen held; nil where it has gone since then: one that
    /// was killed, or has nothing left to do, lets go of its lock a moment later.
    ///
    /// - Parameter lock: path of `supervisor.lock`.
    /// - Throws: what keeps a connection from a supervisor that still lives after two seconds.
    package static func reach(
        socket: String, lock: String, cancellation: Cancellation? = nil
    ) throws -> SupervisorClient? {
        for _ in 0..<200 {
            do { return try connect(socket: socket, cancellation: cancellation) } catch {
                guard isGone(error) else { throw error }
            }
            if try !FileLock.isHeld(lock) { return nil }
            pause(milliseconds: 10)
        }
        return try connect(socket: socket, cancellation: cancellation)
    }

    /// Whether the error says that nobody is at the other end (any more).
    package static func isGone(_ error: any Error) -> Bool {
        ["supervisor.unreachable", "supervisor.lost"].contains(Failure(error).code)
    }
}
