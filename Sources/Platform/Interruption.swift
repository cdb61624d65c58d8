import CPlatform
import Glibc

/// SIGINT, SIGTERM and SIGHUP as a wish to end, for commands that have something to undo.
package enum Interruption {
    private static let signals: [Int32] = [SIGINT, SIGTERM, SIGHUP]

    /// Blocks the signals for this thread and all that it will create, and turns the first of them
    /// into the cancellation, the second into its insistence; call it before any other thread exists.
    package static func cancels(_ cancellation: Cancellation) throws(SystemError) {
        try checked("sigprocmask", "signals") { cp_block_signals(signals, Int32(signals.count)) }
        let raw = try checked("signalfd", "signals") { cp_signalfd(signals, Int32(signals.count)) }
        let descriptor = Descriptor(raw)
        try Thread.detach {
            while true {
                var polled = pollfd(fd: descriptor.raw, events: Int16(POLLIN), revents: 0)
                if poll(&polled, 1, -1) < 0 { continue }
                let number = cp_signalfd_read(descriptor.raw)
                guard number > 0 else { continue }
                if cancellation.isCancelled { cancellation.insistence?.cancel(.signal(number)) }
                cancellation.cancel(.signal(number))
            }
        }
    }
}
