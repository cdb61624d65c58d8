import Glibc
package import Platform
import Synchronization
package import Vocabulary

/// The writer of a run's `events.jsonl`; there is one at a time, the owner of the run.
///
/// One `write` a line. A writer that begins on an existing file (adoption) goes on with its
/// numbers, after cutting off a line that a crash left torn.
package final class EventLog: EventSink {
    private let path: String
    private let run: RunID
    private let project: ProjectName
    private let clock: Clock
    private let scrub: @Sendable (JSON) -> JSON
    private let descriptor: Descriptor
    private let state: Mutex<State>

    private struct State {
        var sequence: Int
        /// Bytes of whole lines.
        var size: Int64
    }

    /// - Parameter scrub: takes what is secret out of an event's data before it is written.
    package init(
        path: String, run: RunID, project: ProjectName, clock: Clock = .system,
        scrub: @escaping @Sendable (JSON) -> JSON = { $0 }
    ) throws {
        self.path = path
        self.run = run
        self.project = project
        self.clock = clock
        self.scrub = scrub
        descriptor = try Descriptor.open(path, O_RDWR | O_CREAT | O_APPEND)
        let bytes = try FileSystem.read(descriptor: descriptor.raw, subject: path)
        let whole = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let last = Self.events(in: bytes[..<whole]).last
        state = Mutex(State(sequence: last?.sequence ?? 0, size: Int64(whole)))
        if whole < bytes.count {
            try checked("ftruncate", path) { ftruncate(descriptor.raw, off_t(whole)) }
        }
    }

    /// Writes one line.
    ///
    /// - Returns: its number. Where the line could not be written (disk full) the number is not
    ///   used up, so that there is never a gap.
    @discardableResult
    package func append(_ event: Event) throws(SystemError) -> Int {
        try state.withLock { state throws(SystemError) in
            var event = event
            event.data = scrub(.object(event.data)).object ?? [:]
            let recorded = RecordedEvent(
                time: clock.now(), monotonic: Int(clock.monotonic() / 1000),
                sequence: state.sequence + 1, run: run, project: project, event: event)
            let line = Array(recorded.json.compact.utf8) + [UInt8(ascii: "\n")]
            do throws(SystemError) {
                try FileSystem.write(line, to: descriptor.raw, subject: path)
            } catch {
                ftruncate(descriptor.raw, off_t(state.size))
                throw error
            }
            state.sequence += 1
            state.size += Int64(line.count)
            return state.sequence
        }
    }

    package func emit(_ event: Event) {
        // An event must never fail what it tells of.
        _ = try? append(event)
    }

    /// The events of a file with a number above `sequence`; none where there is no file. A torn
    /// last line is left out.
    package static func read(
        _ path: String, after sequence: Int = 0
    ) throws(SystemError) -> [RecordedEvent] {
        let bytes = try FileSystem.readIfPresent(path) ?? []
        let whole = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        return events(in: bytes[..<whole]).filter { $0.sequence > sequence }
    }

    private static func events(in bytes: ArraySlice<UInt8>) -> [RecordedEvent] {
        bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
            // A line that is no event of ours tells nothing; the others still do.
            try? RecordedEvent(json: JSON.parse(line))
        }
    }
}
