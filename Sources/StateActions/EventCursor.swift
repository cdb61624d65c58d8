package import Vocabulary

/// Where the reading of events begins.
package enum EventCursor: Sendable, Equatable {
    /// Behind the event of that number, in the run that is read; 0 is the run's begin.
    case after(Int)
    /// Not before that time, also in earlier runs.
    case since(Timestamp)

    /// - Parameter text: a number, a time (`2026-11-21T07:40:00Z`, with milliseconds or without),
    ///   or a duration before now (`10m`).
    /// - Throws: `events.bad_cursor`.
    package init(_ text: String, now: Timestamp, duration: (String) -> Int?) throws(Failure) {
        if let number = Int(text), number >= 0 {
            self = .after(number)
        } else if let time = Timestamp(text) ?? Timestamp(text.dropLast() + ".000Z") {
            self = .since(time)
        } else if let milliseconds = duration(text) {
            self = .since(now.adding(milliseconds: -Int64(milliseconds)))
        } else {
            throw Failure(
                "events.bad_cursor", "'\(text)' says no place in the events", at: "--since",
                because: ["it is no number, no time and no duration"],
                hint:
                    "type a number of 'envctl events', a time such as 2026-11-21T07:40:00Z, or 10m")
        }
    }

    /// Whether an event is one of those that were asked for.
    func includes(_ sequence: Int, _ time: Timestamp) -> Bool {
        switch self {
        case .after(let number): sequence > number
        case .since(let start): time >= start
        }
    }
}
