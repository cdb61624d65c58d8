import Supervision

/// What the machine knows of the watch over a component's files.
package struct WatchState: Sendable {
    /// A change that no restart has taken in yet.
    struct Change: Sendable {
        /// As it is shown: relative to the component's folder where it is in it. The latest, since
        /// editors write another file first and rename it.
        var path: String
        /// Of the first one.
        var folder: String
        /// Monotonic.
        var first: UInt64
        /// Milliseconds from the spawn of the incarnation that saw it; nil where none ran.
        var delay: Int?
        /// No further one has come for a while.
        var isDue = false
    }

    /// One restart for a change: how long after the launch that had come, and in which folder.
    struct Sample: Sendable, Equatable {
        var delay: Int
        var folder: String
    }

    /// The shell has been asked to look.
    var isOn = false
    var change: Change?
    /// Restarts since a change came at another time after its launch than the others.
    var samples: [Sample] = []
    /// Changes that followed a restart at once, one after the other.
    var quickRepeats = 0
    var lastRestart: UInt64?
    /// The path whose changes restarted it again and again; nothing is looked at until somebody
    /// launches it.
    package internal(set) var suspendedBy: String?

    /// As many alike, and the next one suspends the watch. What a service changes as it starts comes
    /// within seconds; where the changes take longer, somebody who edits in an even rhythm is as
    /// likely, so that more of them are wanted.
    static func loopLength(_ delay: Int) -> Int { delay < 5000 ? 4 : longestLoop }
    private static let longestLoop = 10
    /// Milliseconds: a change that comes later is not the work of the launch.
    static let loopReach = 60_000

    /// Whether this change goes on with what the last restarts were for: the same folder, at a
    /// similar time after each launch; soon after it also any folders, where that is so ten times.
    func isLoop(_ sample: Sample?) -> Bool {
        guard let sample else { return false }
        let length = Self.loopLength(sample.delay)
        let last = samples.suffix(length)
        if last.count == length,
            last.allSatisfy({ $0.folder == sample.folder && Self.isAlike($0, sample) })
        {
            return true
        }
        return length < Self.longestLoop && samples.count == Self.longestLoop
            && samples.allSatisfy { Self.isAlike($0, sample) }
    }

    mutating func remember(_ sample: Sample?) {
        guard let sample else { return samples = [] }
        if let last = samples.last, !Self.isAlike(last, sample) { samples = [] }
        samples.append(sample)
        samples = samples.suffix(Self.longestLoop)
    }

    /// In time.
    private static func isAlike(_ one: Sample, _ other: Sample) -> Bool {
        abs(one.delay - other.delay) <= max(100, other.delay / 5)
    }
}
