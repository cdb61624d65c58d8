import Platform
import Vocabulary

/// One line of `events.debug.jsonl`.
struct DebugLine: Sendable {
    var moment: RecordedMoment
    var time: Timestamp
    /// The kernel's id of the thread: a beginning and its end have the same.
    var thread: Int

    init(moment: RecordedMoment, time: Timestamp, thread: Int) {
        self.moment = moment
        self.time = time
        self.thread = thread
    }

    /// As it was written; nil where it is no such line, like one that is being written just now.
    init?(json: JSON) {
        guard let kind = json["kind"]?.string.flatMap(RecordedMoment.Kind.init(rawValue:)),
            let work = json["work"]?.string.flatMap(RecordedWork.init(rawValue:)),
            let microseconds = json["mono"]?.int, microseconds >= 0,
            let thread = json["thread"]?.int,
            let time = json["ts"]?.string.flatMap(Timestamp.init(_:))
        else { return nil }
        moment = RecordedMoment(
            kind, work, time: UInt64(microseconds) * 1000, data: json["data"]?.object ?? [:])
        self.time = time
        self.thread = thread
    }

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
