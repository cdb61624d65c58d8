import Glibc
package import Platform
import Synchronization
import Vocabulary

/// The debug recorder: what a process did, when, and for how long, in a session of its own.
///
/// Lines are kept until it is known where the session belongs (`settle`); from then on each is one
/// write, so that a process that is killed leaves all but the last. All data pass the redaction.
package final class DebugRecorder: EventSink, RecordingListener {
    private struct State {
        var session: DebugSession?
        var trace: DebugTrace?
        var pending: [DebugLine] = []
        var sequence = 0
        var isSettled = false
        var isClosed = false
    }

    /// Lines that are kept while it is not known where they belong.
    private static let patience = 2000

    package let level: DebugWish.Level
    private let secrets: SecretRegistry
    private let clock: Clock
    private let suffix: String
    private let head: JSON.Object
    /// Nanoseconds of CLOCK_MONOTONIC.
    private let began: UInt64
    private let state: Mutex<State>
    /// Of a command line, keyed; nil leaves command lines out.
    private let digest: Mutex<(@Sendable (String) -> String)?> = Mutex(nil)

    /// - Parameters:
    ///   - program: `envctl` or `envctl-supervisor`.
    ///   - command: its words without arguments; for the supervisor its project.
    ///   - suffix: at the end of the session's name.
    package init(
        _ wish: DebugWish, program: String, version: String, command: String, suffix: String = "",
        secrets: SecretRegistry, clock: Clock = .system
    ) {
        level = wish.level
        self.secrets = secrets
        self.clock = clock
        self.suffix = suffix
        began = clock.monotonic()
        head = [
            "program": .string(program), "version": .string(version), "command": .string(command),
            "pid": JSON(Int(getpid())), "level": .string(wish.level.rawValue),
        ]
        var state = State()
        // A trace that can't be written is missed by whoever asked for it, and by nobody else.
        state.trace = wish.trace.flatMap { try? DebugTrace($0, process: "\(program) \(command)") }
        self.state = Mutex(state)
    }

    /// Where the session goes; the first place counts.
    ///
    /// - Parameters:
    ///   - folder: of all sessions, absolute and there.
    ///   - digest: makes the keyed digest of a command line.
    package func settle(in folder: String, digest: (@Sendable (String) -> String)? = nil) {
        state.withLock { state in
            guard !state.isSettled, !state.isClosed else { return }
            state.isSettled = true
            if let digest { self.digest.withLock { $0 = digest } }
            // Nowhere to write: then nothing is kept, and nothing fails.
            state.session = try? DebugSession(
                in: folder, suffix: suffix, time: clock.now(), head: headLine)
            let lines = state.pending
            state.pending = []
            for line in lines { write(line, &state) }
        }
    }

    /// The session's folder; nil where there is none yet.
    package var folder: String? { state.withLock { $0.session?.folder } }

    /// The end; a trace gets what supervisors recorded since the beginning.
    package func close() {
        state.withLock { state in
            guard !state.isClosed else { return }
            state.isClosed = true
            guard let folder = state.session.map({ Path.parent($0.folder) }) else { return }
            guard state.trace != nil else { return }
            for part in SupervisorPart.all(in: folder, since: began) { state.trace?.join(part) }
        }
    }

    package func emit(_ event: Event) {
        // Nobody knows what programs print.
        if event.name == "step.output", level != .deep { return }
        let digest = digest.withLock { $0 }
        let event = event.withoutCommandLines { digest?($0) ?? "unknown" }
        take(
            RecordedMoment(
                .note, .event, time: clock.monotonic(), data: event.json.object ?? [:]))
    }

    package func take(_ moment: RecordedMoment) {
        CrashWatch.remember("\(moment.kind.rawValue) \(moment.work.rawValue)")
        let line = DebugLine(moment: moment, time: clock.now(), thread: Thread.id)
        state.withLock { state in
            guard !state.isClosed else { return }
            if state.isSettled {
                write(line, &state)
            } else if state.pending.count < Self.patience {
                state.pending.append(line)
            }
        }
    }

    private func write(_ line: DebugLine, _ state: inout State) {
        var line = line
        line.moment.data = scrubbed(line.moment.data)
        state.sequence += 1
        state.session?.write(Self.bytes(line.json(sequence: state.sequence)))
        state.trace?.write(line)
    }

    private func scrubbed(_ data: JSON.Object) -> JSON.Object {
        var data = data
        if let words = data["command_line"]?.string {
            data["command_line"] = digest.withLock { $0 }.map { .string($0(words)) }
        }
        if level != .deep { data["output"] = nil }
        return secrets.outwardRedactor.json(.object(data)).object ?? [:]
    }

    private var headLine: [UInt8] {
        let moment = RecordedMoment(
            .note, .session, time: clock.monotonic(), data: scrubbed(head))
        return Self.bytes(
            DebugLine(moment: moment, time: clock.now(), thread: Thread.id)
                .json(sequence: 0))
    }

    private static func bytes(_ json: JSON) -> [UInt8] { Array(json.compact.utf8) + [0x0A] }
}
