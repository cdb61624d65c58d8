import Glibc
import Platform
import Synchronization

/// What one step writes: its tail for the result, all of it for its log, its lines for the events.
final class StepOutput: Sendable {
    /// Bytes kept for the result.
    static let limit = 65_536

    private struct State {
        var tail: [UInt8] = []
        var lines = LineSplitter()
        var logs: [String: Descriptor] = [:]
    }
    private let state = Mutex(State())
    private let onLine: @Sendable (String) -> Void

    init(onLine: @escaping @Sendable (String) -> Void) { self.onLine = onLine }

    /// Adds a piece as it came.
    func append(_ bytes: [UInt8], _ logPath: String?) {
        let lines = state.withLock { state in
            state.tail += bytes
            let excess = state.tail.count - Self.limit
            if excess > 0 { state.tail.removeFirst(excess) }
            if let logPath { Self.log(bytes, to: logPath, &state) }
            return state.lines.split(bytes)
        }
        for line in lines { onLine(line) }
    }

    /// Ends a last line that has no line feed.
    func flush() {
        if let line = state.withLock({ $0.lines.rest() }) { onLine(line) }
    }

    /// The tail as text; bytes that are no UTF-8 become U+FFFD.
    var text: String { String(decoding: state.withLock { $0.tail }, as: UTF8.self) }

    private static func log(_ bytes: [UInt8], to path: String, _ state: inout State) {
        if state.logs[path] == nil {
            // A log that can't be written fails no step: the tail is in the result all the same.
            state.logs[path] = try? Descriptor.open(path, O_WRONLY | O_CREAT | O_APPEND)
        }
        guard let descriptor = state.logs[path] else { return }
        try? FileSystem.write(bytes, to: descriptor.raw, subject: path)  // the tail has it
    }
}
