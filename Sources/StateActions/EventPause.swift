import Glibc
package import Platform

/// The pause between two looks at events that are followed.
package enum EventPause {
    private static let milliseconds: Int32 = 100

    /// Waits a moment; false where the reader went away or the caller wants to end.
    ///
    /// - Parameter output: the descriptor that lines go to: its reader's end is seen here, since
    ///   without new events nothing would be written that could fail.
    package static func next(_ cancellation: Cancellation, output: Int32 = 1) -> Bool {
        var waits = [
            pollfd(fd: cancellation.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: output, events: 0, revents: 0),
        ]
        let count = poll(&waits, nfds_t(waits.count), milliseconds)
        return count <= 0 || waits.allSatisfy { $0.revents == 0 }
    }
}
