import CPlatform
import Glibc

/// SIGINT, SIGTERM and SIGHUP as a wish to end, for commands that have something to undo.
package enum Interruption {
    private static let signals: [Int32] = [SIGINT, SIGTERM, SIGHUP]
    /// Blocked as well, for whoever draws on the terminal: what one thread does not block is lost to
    /// the signalfd of another.
    private static let ofTheTerminal: [Int32] = [SIGWINCH, SIGCONT]

    /// Blocks the signals for this thread and all that it will create, and turns the first of them
    /// into the cancellation, the second into its insistence; call it before any other thread exists.
    package static func cancels(_ cancellation: Cancellation) throws(SystemError) {
        let signals = signals.filter { $0 != SIGHUP || !isIgnored($0) }
        let blocked = signals + ofTheTerminal
        try checked("sigprocmask", "signals") { cp_block_signals(blocked, Int32(blocked.count)) }
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

    /// `nohup` asks for that: a signalfd would hear of it all the same.
    private static func isIgnored(_ signal: Int32) -> Bool {
        var action = sigaction()
        guard sigaction(signal, nil, &action) == 0 else { return false }
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
            == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
