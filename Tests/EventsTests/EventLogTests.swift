import Platform
import Testing
import Vocabulary

@testable import Events

@Suite final class EventLogTests {
    let path = "/tmp/envctl-test-events-\(Random.hex(bytes: 6)).jsonl"
    let run = RunID(unchecked: "20261121T074000.000Z-00beef")

    // A leftover below /tmp fails no test.
    deinit { try? FileSystem.removeFile(path) }

    private func log(scrub: @escaping @Sendable (JSON) -> JSON = { $0 }) throws -> EventLog {
        try EventLog(path: path, run: run, project: .main, scrub: scrub)
    }

    @Test func everyLineHasItsNumber() throws {
        let log = try log()
        log.emit(Event("run.started", data: ["mode": "main"]))
        #expect(
            try log.append(Event("component.ready", component: ComponentID(unchecked: "api"))) == 2)
        let events = try EventLog.read(path)
        #expect(events.map(\.sequence) == [1, 2])
        #expect(events.map(\.event.name) == ["run.started", "component.ready"])
        #expect(events.first?.event.data == ["mode": "main"])
        #expect(events.last?.event.component?.rawValue == "api")
        #expect(events.first?.run == run)
        #expect(try EventLog.read(path, after: 1).map(\.sequence) == [2])
    }

    @Test func aReaderIgnoresATornLine() throws {
        try log().append(Event("run.started"))
        let whole = try FileSystem.read(path)
        try FileSystem.writeAtomically(whole + whole.dropLast(5), to: path)
        #expect(try EventLog.read(path).map(\.sequence) == [1])
    }

    @Test func theNextWriterCutsATornLineAndGoesOn() throws {
        try log().append(Event("run.started"))
        let whole = try FileSystem.read(path)
        try FileSystem.writeAtomically(whole + Array(#"{"ts":"20"#.utf8), to: path)
        #expect(try log().append(Event("run.adopted")) == 2)
        let lines = try FileSystem.readText(path).split(separator: "\n")
        #expect(lines.count == 2)
        for line in lines { _ = try JSON.parse(String(line)) }
    }

    @Test func dataIsWrittenWithoutSecretsAndTheLineStaysWhole() throws {
        let redactor = Redactor(secrets: ["quoted \"secret\" 42"])
        try log(scrub: redactor.json).append(
            Event("start.note", data: ["text": "is quoted \"secret\" 42"]))
        #expect(
            try EventLog.read(path).first?.event.data == ["text": "is [redacted:secret]"])
    }
}
