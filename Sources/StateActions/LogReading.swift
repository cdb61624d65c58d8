import Platform

/// Reads the last lines of several logs, and goes on as new ones come. Changes nothing.
package final class LogReading {
    /// Takes what was read of a log; false ends the reading.
    package typealias Output = (LogSource, [UInt8]) throws -> Bool

    private let tail: Int
    private var files: [LogSource: LogFile] = [:]

    /// - Parameter tail: lines of each log to begin with.
    package init(tail: Int) { self.tail = tail }

    /// Hands out the tail of each log, one after the other; false where `output` wanted no more.
    package func begin(_ sources: [LogSource], _ output: Output) throws -> Bool {
        for source in sources {
            guard let file = try LogFile(source.path) else { continue }
            try file.seekToTail(lines: tail)
            files[source] = file
            guard try drain(source, file, output) else { return false }
        }
        return true
    }

    /// Hands out what was written since the last look, also of logs that were not there then.
    package func look(_ sources: [LogSource], _ output: Output) throws -> Bool {
        for source in sources {
            if let file = files[source] {
                guard try drain(source, file, output) else { return false }
                guard file.isReplaced else { continue }
            }
            guard let file = try LogFile(source.path) else { continue }
            files[source] = file
            guard try drain(source, file, output) else { return false }
        }
        return true
    }

    private func drain(
        _ source: LogSource, _ file: LogFile, _ output: Output
    ) throws -> Bool {
        while true {
            let bytes = try file.next()
            if bytes.isEmpty { return true }
            guard try output(source, bytes) else { return false }
        }
    }
}
