import CPlatform
import Glibc
package import Vocabulary

/// Time as the parts see it; injected so that tests can step it.
package struct Clock: Sendable {
    /// Wall clock.
    package var now: @Sendable () -> Timestamp
    /// Nanoseconds of CLOCK_MONOTONIC; never jumps.
    package var monotonic: @Sendable () -> UInt64

    package init(
        now: @escaping @Sendable () -> Timestamp, monotonic: @escaping @Sendable () -> UInt64
    ) {
        self.now = now
        self.monotonic = monotonic
    }

    package static let system = Clock(
        now: {
            var time = timespec()
            clock_gettime(CLOCK_REALTIME, &time)
            return Timestamp(
                milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
                    + offset)
        },
        monotonic: { cp_monotonic_ns() })

    /// Milliseconds. `ENVCTL_TEST_CLOCK_OFFSET` (seconds, also below zero) steps the wall clock of
    /// this process: the seam through which tests simulate a clock that jumps. Timers never see it.
    private static let offset: Int64 = {
        guard let text = getenv("ENVCTL_TEST_CLOCK_OFFSET") else { return 0 }
        return (Int64(String(cString: text)) ?? 0) * 1000
    }()
}
