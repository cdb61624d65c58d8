import Glibc
package import Platform
import Vocabulary

extension SupervisorClient {
    /// Connects to a supervisor whose lock was seen held; nil where it has gone since then: one that
    /// was killed, or has nothing left to do, lets go of its lock a moment later.
    ///
    /// One that lives and has lost its socket, which lies where things may vanish at any time, is
    /// asked to make it anew.
    ///
    /// - Parameters:
    ///   - lock: path of `supervisor.lock`.
    ///   - supervisor: the recorded one, which can be asked then.
    /// - Throws: `supervisor.unreachable`, with what to do about a supervisor that still lives after
    ///   two seconds.
    package static func reach(
        socket: String, lock: String, supervisor: ProcessIdentity? = nil,
        on kernel: KernelInstance? = nil, cancellation: Cancellation? = nil
    ) throws -> SupervisorClient? {
        for attempt in 0..<200 {
            do { return try connect(socket: socket, cancellation: cancellation) } catch {
                guard isGone(error) else { throw error }
            }
            if try !FileLock.isHeld(lock) { return nil }
            if let cancellation, cancellation.isCancelled { break }
            if attempt == 20, let supervisor, let kernel {
                // One that has gone meanwhile needs no socket.
                _ = try? ProcessHandle.open(supervisor, on: kernel)?.send(remakeSignal)
            }
            pause(milliseconds: 10)
        }
        do { return try connect(socket: socket, cancellation: cancellation) } catch {
            throw lastly(error, supervisor)
        }
    }

    /// Asks a supervisor to make its sockets anew.
    package static let remakeSignal = SIGUSR1

    private static func lastly(_ error: any Error, _ supervisor: ProcessIdentity?) -> Failure {
        var failure = Failure(error)
        guard let pid = supervisor?.pid, failure.hint == nil else { return failure }
        failure.causes.append("its process \(pid) lives, and can't make its socket anew")
        failure.hint =
            "look at that folder; or 'kill -KILL \(pid)': what it supervises runs on, and "
            + "'envctl resume' takes it over"
        return failure
    }

    /// Whether the error says that nobody is at the other end (any more).
    package static func isGone(_ error: any Error) -> Bool {
        ["supervisor.unreachable", "supervisor.lost"].contains(Failure(error).code)
    }
}
