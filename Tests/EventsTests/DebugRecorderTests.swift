import Glibc
import Platform
import Testing
import Vocabulary

@testable import Events

@Suite final class DebugRecorderTests {
    private let folder = "/tmp/envctl-test-recorder-\(Random.hex(bytes: 6))"
    private let secrets = SecretRegistry()

    init() throws { try FileSystem.createDirectories(folder) }

    // A leftover below /tmp fails no test.
    deinit { try? FileSystem.removeTree(folder) }

    private func wish(_ level: String = "1", trace: String? = nil) throws -> DebugWish {
        var environment = ["ENVCTL_DEBUG": level]
        environment["ENVCTL_DEBUG_TRACE"] = trace
        return try #require(DebugWish(environment, directory: folder))
    }

    private func recorder(_ level: String = "1", trace: String? = nil) throws -> DebugRecorder {
        DebugRecorder(
            try wish(level, trace: trace), program: "envctl", version: "0", command: "start",
            secrets: secrets)
    }

    private func note(_ data: JSON.Object) -> RecordedMoment {
        RecordedMoment(.note, .subprocess, time: 5_000, data: data)
    }

    private func lines(_ file: String = DebugSession.file) throws -> [JSON] {
        let name = try #require(try FileSystem.list(folder).last { $0.hasPrefix("session-") })
        return try FileSystem.read(Path.join(folder, name, file)).split(separator: 0x0A)
            .map { try JSON.parse($0) }
    }

    @Test(arguments: [
        ("", nil, false), ("0", nil, false), ("off", nil, false), ("1", nil, true),
        ("deep", nil, true), ("", "t.json", true), ("0", "t.json", true),
    ])
    func whoIsRecorded(_ word: String, _ trace: String?, _ isWanted: Bool) {
        let environment = ["ENVCTL_DEBUG": word, "ENVCTL_DEBUG_TRACE": trace ?? ""]
        let wish = DebugWish(environment, directory: "/srv")
        #expect((wish != nil) == isWanted)
        #expect(wish?.trace == trace.map { "/srv/" + $0 })
        #expect((wish?.level == .deep) == (word == "deep"))
    }

    @Test func whatCameBeforeThePlaceWasKnownIsInTheSession() throws {
        let recorder = try recorder()
        recorder.take(note(["exit": "first"]))
        #expect(recorder.folder == nil)
        recorder.settle(in: folder)
        recorder.take(note(["exit": "second"]))
        recorder.settle(in: "/nowhere")
        recorder.close()
        recorder.take(note(["exit": "too late"]))
        let lines = try lines()
        #expect(lines.map { $0["seq"] } == [0, 1, 2])
        #expect(lines.map { $0["work"] } == ["session", "subprocess", "subprocess"])
        #expect(lines[1]["data"] == ["exit": "first"])
        #expect(lines[2]["mono"] == 5)
    }

    @Test func secretsAndCommandLinesStayOutside() throws {
        let recorder = try recorder()
        let token = "ghp_" + String(repeating: "aB3", count: 12)
        secrets.add("correct-horse-battery")
        recorder.take(
            note(["command_line": "cat \(token)", "exit": .string("correct-horse-battery")]))
        recorder.take(note(["path": .string("/x/\(token)"), "output": "printed"]))
        recorder.settle(in: folder) { "digest of \($0.utf8.count)" }
        let lines = try lines()
        #expect(lines[1]["data"]?["command_line"] == "digest of 44")
        #expect(lines[1]["data"]?["exit"] == "[redacted:secret]")
        #expect(lines[2]["data"]?["path"]?.string?.contains(token) == false)
        #expect(lines[2]["data"]?["output"] == nil)
    }

    @Test func anEventIsWrittenDownWithoutItsCommandLine() throws {
        var event = Event("step.start", data: ["id": "x", "description": "rm -rf build"])
        event.commandKeys = ["description"]
        let recorder = try recorder()
        recorder.settle(in: folder) { _ in "0123" }
        recorder.emit(event)
        recorder.emit(Event("step.output", data: ["line": "printed"]))
        let lines = try lines()
        #expect(lines.count == 2)
        #expect(lines[1]["data"]?["data"] == ["id": "x", "description": "command 0123"])
    }

    @Test func withoutAKeyThereIsNoCommandLine() throws {
        let recorder = try recorder("deep")
        recorder.settle(in: folder)
        recorder.take(note(["command_line": "psql", "output": "kept"]))
        #expect(try lines()[1]["data"] == ["output": "kept"])
    }

    @Test func aSessionKeepsItsNewestLines() throws {
        let recorder = try recorder()
        recorder.settle(in: folder)
        let long = String(repeating: "word ", count: 4000)
        for index in 0..<400 { recorder.take(note(["exit": .string(long), "left": JSON(index)])) }
        let (newer, older) = (try lines(), try lines(DebugSession.older))
        for file in [newer, older] { #expect(file.first?["work"] == "session") }
        #expect(newer.last?["data"]?["left"] == 399)
        let session = try #require(recorder.folder)
        #expect(try FileSystem.size(ofTree: session).bytes <= Int64(2 * DebugSession.segment))
        let numbers = (older.dropFirst() + newer.dropFirst()).compactMap { $0["seq"]?.int }
        #expect(numbers == Array((400 - numbers.count + 1)...400))
    }

    @Test func twentySessionsAreKeptAndTheLivingBesides() throws {
        let dead = (0..<25).map { "session-202601\($0 + 10)T000000.000Z-4194399" }
        let living = "session-20250101T000000.000Z-\(getpid())-supervisor"
        for name in dead + [living, "bundles"] {
            try FileSystem.createDirectories(Path.join(folder, name))
        }
        try recorder().settle(in: folder)
        let left = try FileSystem.list(folder)
        #expect(left.count == DebugSession.limit + 2)
        #expect(left.contains(living) && left.contains("bundles"))
        #expect(!left.contains(dead[5]) && left.contains(dead[6]))
    }

    @Test func nowhereToWriteFailsNothing() throws {
        let recorder = try recorder(trace: "/nowhere/trace.json")
        recorder.settle(in: "/proc/nowhere")
        recorder.take(note(["exit": "x"]))
        #expect(recorder.folder == nil)
    }

    @Test func theTraceIsWholeAfterEachLine() throws {
        let path = Path.join(folder, "trace.json")
        let recorder = try recorder(trace: path)
        recorder.settle(in: folder)
        func events() throws -> [JSON] { try #require(try JSON.parse(FileSystem.read(path)).array) }
        #expect(try events().map { $0["ph"] } == ["M"])
        recorder.take(RecordedMoment(.begin, .plan, time: 1_500))
        #expect(try events().last?["ph"] == "B")
        recorder.take(RecordedMoment(.end, .plan, time: 4_000, duration: 2_500))
        recorder.emit(Event("step.start", data: ["id": "api.ready"]))
        recorder.emit(Event("step.end", data: ["id": "api.ready"]))
        let all = try events()
        #expect(all.map { $0["ph"] } == ["M", "B", "E", "i", "b", "i", "e"])
        #expect(all[1]["ts"] == .double(1.5) && all[1]["tid"] == all[2]["tid"])
        #expect(all[4]["id"] == "api.ready" && all[4]["cat"] == "step")
        #expect(all[3]["name"] == "step.start")
    }

    @Test func aTraceGetsWhatASupervisorRecordedMeanwhile() throws {
        let session = Path.join(folder, "session-20260101T000000.000Z-77-supervisor")
        try FileSystem.createDirectories(session)
        let head: JSON.Object = ["program": "envctl-supervisor", "command": "main", "pid": 77]
        var lines = [line(.note, .session, 1, head), line(.begin, .request, 2)]
        // Before the command, during it, and not yet over.
        lines += [line(.end, .request, 2_000), line(.note, .occurrence, 3_000)]
        lines += [line(.begin, .spawn, 4_000), line(.note, .records, 5_000)]
        let text = lines.map { $0.json(sequence: 0).compact }.joined(separator: "\n")
        let bytes = Array((text + "\n{\"schema\": \"cut").utf8)
        try FileSystem.writeAtomically(bytes, to: Path.join(session, DebugSession.file))
        let path = Path.join(folder, "trace.json")
        let recorder = DebugRecorder(
            try wish(trace: path), program: "envctl", version: "0", command: "start",
            secrets: secrets, clock: Clock(now: Clock.system.now, monotonic: { 1_000_000 }))
        recorder.settle(in: folder)
        recorder.close()
        let events = try #require(try JSON.parse(FileSystem.read(path)).array)
        let names = events.compactMap { $0["args"]?["name"] }
        #expect(names == ["envctl start", "envctl-supervisor main"])
        let told = events.filter { $0["pid"] == 77 }.dropFirst()
        #expect(told.map { $0["name"] } == ["occurrence", "spawn", "records", "spawn"])
        #expect(told.map { $0["ph"] } == ["i", "B", "i", "E"])
        #expect(told.last?["ts"] == .double(5_000))
    }

    /// - Parameter time: microseconds.
    private func line(
        _ kind: RecordedMoment.Kind, _ work: RecordedWork, _ time: UInt64,
        _ data: JSON.Object = [:]
    ) -> DebugLine {
        DebugLine(
            moment: RecordedMoment(kind, work, time: time * 1000, data: data),
            time: Timestamp(milliseconds: 0), thread: 9)
    }
}
