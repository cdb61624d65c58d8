import Glibc
import Platform

/// A cancellation of its own for one start: it follows the caller's, and ends at a time.
final class Deadline: Sendable {
    let cancellation: Cancellation
    private let over: Cancellation

    /// - Parameter milliseconds: from now; nil: only the parent ends it.
    init(milliseconds: Int?, parent: Cancellation) throws {
        let cancellation = try Cancellation()
        let over = try Cancellation()
        self.cancellation = cancellation
        self.over = over
        try Thread.detach {
            var polled = [
                pollfd(fd: parent.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: over.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            var ready: Int32
            repeat {
                ready = poll(&polled, 2, milliseconds.map { Int32(clamping: $0) } ?? -1)
            } while ready < 0 && errno == EINTR
            if ready == 0 { cancellation.cancel(.timeout) }
            if polled[0].revents != 0 { cancellation.cancel(parent.reason ?? .requested) }
        }
    }

    /// The start is over: nothing is waited for any more.
    func end() { over.cancel() }
}
