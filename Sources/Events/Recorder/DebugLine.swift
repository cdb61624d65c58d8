import Platform
import Vocabulary

/// One line of `events.debug.jsonl`.
struct DebugLine: Sendable {
    var moment: RecordedMoment
    var time: Timestamp
    /// The kernel's id of the thread: a beginning and its end have the same.
    var thread: Int

    func json(sequence: Int) -> JSON {
        [
            "schema": "envctl.debug_event/1", "ts": time.json,
            "mono": JSON(Int(moment.time / 1000)), "seq": JSON(sequence),
            "thread": JSON(thread), "kind": .string(moment.kind.rawValue),
            "work": .string(moment.work.rawValue),
            "duration_us": JSON(moment.duration.map { Int($0 / 1000) }),
            "data": .object(moment.data),
        ]
    }
}
