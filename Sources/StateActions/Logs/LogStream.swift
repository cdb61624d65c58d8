import Platform
import Vocabulary

/// The lines of one component that a query wants, through the file that was put aside and the one
/// that is written now.
final class LogStream {
    let source: LogSource
    private let query: LogQuery
    private let now: () -> Timestamp
    /// The last one is written now.
    private var cursors: [LogCursor] = []
    /// Nothing is left out any more of what comes, whenever it was written.
    private var isFollowing = false

    init(_ source: LogSource, _ query: LogQuery, now: @escaping () -> Timestamp) throws(SystemError)
    {
        self.source = source
        self.query = query
        self.now = now
        try open()
    }

    private func open() throws(SystemError) {
        let old = try LogFile(source.path + ".1")
        let current = try LogFile(source.path)
        guard !query.isSelective, let lines = query.tail else {
            for file in [old, current] {
                guard let file else { continue }
                var start = file.head
                if let since = query.since { start = try file.start(since: since) }
                add(file, from: start)
            }
            return
        }
        let tail = try current?.tail(lines)
        let missing = lines - (tail?.found ?? 0)
        if let old, missing > 0 { add(old, from: try old.tail(missing).offset) }
        if let current, let tail { add(current, from: tail.offset) }
    }

    private func add(_ file: LogFile, from offset: Int64) {
        cursors.append(LogCursor(file, of: source, from: offset, query.pattern))
    }

    /// The next line; nil where nothing more is there now.
    func next() throws(SystemError) -> LogLine? {
        while let cursor = cursors.first {
            while let line = try cursor.next() {
                if isWanted(line, cursor) { return line }
            }
            if cursors.count == 1 { return nil }
            let rest = cursor.rest()
            cursors.removeFirst()
            if let rest, isWanted(rest, cursor) { return rest }
        }
        return nil
    }

    /// What is unfinished at the end.
    func rest() -> LogLine? {
        guard let cursor = cursors.last, let line = cursor.rest() else { return nil }
        return isWanted(line, cursor) ? line : nil
    }

    private func isWanted(_ line: LogLine, _ cursor: LogCursor) -> Bool {
        guard query.since != nil || query.until != nil else { return true }
        // What no index knows yet is the newest of its file.
        let latest = isFollowing ? now() : Timestamp(milliseconds: cursor.file.modified)
        let time = line.time ?? latest
        if let since = query.since, time < since { return false }
        return query.until.map { time <= $0 } ?? true
    }

    /// Sees whether the log has begun anew since.
    func refresh() throws(SystemError) {
        isFollowing = true
        guard let cursor = cursors.last else { return try openNew() }
        if try cursor.file.size() < cursor.offset { cursor.rewind() }
        if cursor.file.isReplaced { try openNew() }
    }

    private func openNew() throws(SystemError) {
        if let file = try LogFile(source.path) { add(file, from: file.head) }
    }
}
