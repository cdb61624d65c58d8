import CPlatform
import Glibc

/// A timerfd of CLOCK_MONOTONIC: readable from its deadline on.
package final class TimerDescriptor: Sendable {
    private let fd: Descriptor

    package init() throws(SystemError) {
        fd = Descriptor(try checked("timerfd_create", "") { cp_timerfd() })
    }

    package var descriptor: Int32 { fd.raw }

    /// Arms it at an absolute time in nanoseconds; nil disarms. A time that has passed fires at
    /// once.
    package func set(_ deadline: UInt64?) throws(SystemError) {
        try checked("timerfd_settime", "") {
            cp_timerfd_set(fd.raw, deadline.map { max(1, $0) } ?? 0)
        }
    }

    /// Takes the expiry, so that the descriptor is quiet again.
    package func acknowledge() {
        var count: UInt64 = 0
        _ = read(fd.raw, &count, 8)
    }
}
