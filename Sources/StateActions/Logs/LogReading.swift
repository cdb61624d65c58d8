import Platform
package import Vocabulary

/// Reads the lines of several logs that a query wants, in the order in which they were written, and
/// goes on as new ones come. Changes nothing, and never holds a log in memory.
package final class LogReading {
    /// Takes a line; false ends the reading.
    package typealias Output = (LogLine) throws -> Bool

    private let query: LogQuery
    private let now: () -> Timestamp
    private var streams: [LogStream] = []

    package init(_ query: LogQuery, now: @escaping () -> Timestamp) {
        self.query = query
        self.now = now
    }

    /// Hands out what is there; false where `output` wanted no more.
    ///
    /// - Parameter isLast: nothing is read after it, so unfinished lines count.
    package func begin(_ sources: [LogSource], isLast: Bool, _ output: Output) throws -> Bool {
        streams = try sources.map { try LogStream($0, query, now: now) }
        if query.isSelective, let count = query.tail {
            return try merge(streams.map { try last(count, of: $0, isLast) }, output)
        }
        return try merge(streams.map { stream in { try Self.next(stream, isLast) } }, output)
    }

    /// Hands out what was written since the last look, also of logs that were not there then.
    package func look(_ sources: [LogSource], _ output: Output) throws -> Bool {
        for stream in streams { try stream.refresh() }
        for source in sources where !streams.contains(where: { $0.source == source }) {
            var all = query
            all.tail = nil
            streams.append(try LogStream(source, all, now: now))
        }
        return try merge(streams.map { stream in { try stream.next() } }, output)
    }

    private static func next(_ stream: LogStream, _ isLast: Bool) throws -> LogLine? {
        if let line = try stream.next() { return line }
        return isLast ? stream.rest() : nil
    }

    /// The last ones of what has to be looked through.
    private func last(
        _ count: Int, of stream: LogStream, _ isLast: Bool
    ) throws -> () throws -> LogLine? {
        var kept: [LogLine] = []
        while let line = try Self.next(stream, isLast) {
            kept.append(line)
            // Twice as many are kept, so that they are moved seldom.
            if kept.count > 2 * count + 1024 { kept.removeFirst(kept.count - count) }
        }
        var rest = kept.suffix(count)
        return { rest.popFirst() }
    }

    /// The line that was written first goes first; those of one log stay in their order.
    private func merge(_ inputs: [() throws -> LogLine?], _ output: Output) throws -> Bool {
        var heads = try inputs.map { try $0() }
        while true {
            var first: (index: Int, line: LogLine)?
            for (index, line) in heads.enumerated() {
                guard let line, line.order < first?.line.order ?? .max || first == nil else {
                    continue
                }
                first = (index, line)
            }
            guard let first else { return true }
            guard try output(first.line) else { return false }
            heads[first.index] = try inputs[first.index]()
        }
    }
}
