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

    /// The monotonic time that is so many milliseconds later.
    func after(milliseconds: Int) -> UInt64 {
        monotonic + UInt64(max(0, milliseconds)) * 1_000_000
    }
}
