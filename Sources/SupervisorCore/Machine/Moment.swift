package import Vocabulary

/// A point in time by both clocks.
package struct Moment: Sendable, Equatable {
    /// Nanoseconds of CLOCK_MONOTONIC: what all timers go by.
    package var monotonic: UInt64
    /// What records show.
    package var wall: Timestamp

    package init(monotonic: UInt64, wall: Timestamp) {
        self.monotonic = monotonic
        self.wall = wall
    }

    /// Whole milliseconds since `earlier`.
    func milliseconds(since earlier: UInt64) -> Int {
        monotonic > earlier ? Int((monotonic - earlier) / 1_000_000) : 0
    }

    /// The monotonic time that is so many milliseconds later, at most a year: the number may be a
    /// stranger's, and an overflow would end the supervisor.
    func after(milliseconds: Int) -> UInt64 {
        monotonic + UInt64(min(max(0, milliseconds), Self.year)) * 1_000_000
    }

    private static var year: Int { 31_536_000_000 }
}
