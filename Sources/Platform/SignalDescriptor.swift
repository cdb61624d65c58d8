import CPlatform
import Glibc

/// Signals as data: blocked for this process, read from a signalfd. SIGPIPE is ignored.
package final class SignalDescriptor: Sendable {
    private let fd: Descriptor

    /// Call before any thread exists.
    package init(_ signals: [Int32]) throws(SystemError) {
        try checked("sigmask", "") { cp_block_signals(signals, Int32(signals.count)) }
        fd = Descriptor(
            try checked("signalfd", "") { cp_signalfd(signals, Int32(signals.count)) })
    }

    package var descriptor: Int32 { fd.raw }

    /// The next signal; nil where none waits.
    package func next() -> Int32? {
        let signal = cp_signalfd_read(fd.raw)
        return signal > 0 ? signal : nil
    }
}
