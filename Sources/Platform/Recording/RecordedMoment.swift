package import Vocabulary

/// One thing that the debug recorder is told of.
package struct RecordedMoment: Sendable {
    package enum Kind: String, Sendable {
        /// Work begins; its end follows on the same thread.
        case begin
        case end
        /// It happened, and took no time worth telling.
        case note
    }

    package var kind: Kind
    package var work: RecordedWork
    /// Nanoseconds of CLOCK_MONOTONIC.
    package var time: UInt64
    /// Nanoseconds since the beginning, at an end.
    package var duration: UInt64?
    package var data: JSON.Object

    package init(
        _ kind: Kind, _ work: RecordedWork, time: UInt64, duration: UInt64? = nil,
        data: JSON.Object = [:]
    ) {
        self.kind = kind
        self.work = work
        self.time = time
        self.duration = duration
        self.data = data
    }
}

/// Takes what is recorded; never fails its caller, and may be told from any thread.
package protocol RecordingListener: Sendable {
    func take(_ moment: RecordedMoment)
}
