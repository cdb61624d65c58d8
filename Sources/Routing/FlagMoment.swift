package import Vocabulary

/// A point in time as it is typed after a flag: `10m` is ten minutes ago.
package enum FlagMoment: Equatable, Sendable {
    case ago(milliseconds: Int)
    case at(Timestamp)

    /// Nil where the text is neither a duration nor a time.
    init?(text: String) {
        if let duration = FlagDuration(text: text) {
            self = .ago(milliseconds: duration.milliseconds)
        } else if let time = Timestamp(rfc3339: text) {
            self = .at(time)
        } else {
            return nil
        }
    }

    package func time(now: Timestamp) -> Timestamp {
        switch self {
        case .ago(let milliseconds): now.adding(milliseconds: -Int64(milliseconds))
        case .at(let time): time
        }
    }
}
