import Glibc
package import Platform

/// Shortens the grace of whatever a supervisor is stopping, once the user asks for it; the proof is
/// never cut short.
package final class Haste: Sendable {
    private let over: Cancellation

    /// - Parameter wish: what the user asks by; nil: nobody can.
    package init(_ client: SupervisorClient, at wish: Cancellation?) throws {
        let over = try Cancellation()
        self.over = over
        guard let wish else { return }
        try Thread.detach {
            var polled = [
                pollfd(fd: wish.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: over.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            while poll(&polled, 2, -1) < 0, errno == EINTR {}
            // Where it can't be asked any more there is nothing left to hurry.
            if polled[0].revents != 0 { try? client.hasten() }
        }
    }

    /// Nothing is being stopped any more.
    package func end() { over.cancel() }
}
