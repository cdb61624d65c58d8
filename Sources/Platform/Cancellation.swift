import Glibc
import Synchronization

/// A wish to end, made once and seen by everyone who waits: its descriptor becomes readable.
package final class Cancellation: Sendable {
    private let state = Mutex<(reason: Reason?, writing: Descriptor?)>((nil, nil))
    private let reading: Descriptor
    /// Cancelled when the user asks once more; nil where nobody could.
    package let insistence: Cancellation?

    /// Why the work should end.
    package enum Reason: Sendable, Equatable {
        case signal(Int32)
        case timeout
        case requested
    }

    /// - Parameter canInsist: whether it can be asked for more than once.
    package init(canInsist: Bool = false) throws(SystemError) {
        insistence = try canInsist ? Cancellation() : nil
        let pipe = try Descriptor.pipe()
        reading = pipe.reading
        state.withLock { $0.writing = pipe.writing }
    }

    /// Readable (end of file) from the moment of the first `cancel`.
    package var descriptor: Int32 { reading.raw }

    package var reason: Reason? { state.withLock { $0.reason } }
    package var isCancelled: Bool { reason != nil }

    /// The first reason wins; further calls change nothing.
    package func cancel(_ reason: Reason = .requested) {
        state.withLock { state in
            guard state.reason == nil else { return }
            state.reason = reason
            state.writing = nil  // closing is what wakes the waiters
        }
    }
}
