package import Vocabulary

/// Which lines of a log are asked for.
package struct LogQuery {
    /// Lines that were written before it are left out.
    package var since: Timestamp?
    /// Lines that were written after it are left out.
    package var until: Timestamp?
    /// At most so many of the last ones; nil is all.
    package var tail: Int?
    package var pattern: LogPattern?

    package init(
        since: Timestamp? = nil, until: Timestamp? = nil, tail: Int? = nil,
        pattern: LogPattern? = nil
    ) {
        self.since = since
        self.until = until
        self.tail = tail
        self.pattern = pattern
    }

    /// Which lines are the last ones can't be told by their number alone.
    var isSelective: Bool { since != nil || until != nil || pattern != nil }
}
