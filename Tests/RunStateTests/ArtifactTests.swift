import Platform
import Testing
import Vocabulary

@testable import RunState

/// A second major, to see the way up from the first.
private struct Note: Artifact, Equatable {
    static let schema = Schema("envctl.note", 2)
    var text: String
    var origin: String?

    var json: JSON { ["schema": Self.schema.json, "text": .string(text)] }

    init(json: JSON) throws {
        text = try json.requiredString("text")
        origin = json["metadata"]?["upgraded_from"]?.string
    }

    static func upgrade(_ json: JSON, from major: Int) throws -> JSON {
        var object = json.object ?? [:]
        object["text"] = object["words"]
        return .object(object)
    }
}

@Suite struct ArtifactTests {
    let state: TemporaryState
    var path: String { state.folder + "/note.json" }

    init() throws { state = try TemporaryState() }

    private func write(_ text: String) throws {
        try FileSystem.writeAtomically(Array(text.utf8), to: path)
    }

    @Test func unknownKeysAreAccepted() throws {
        try write(#"{"schema": "envctl.note/2", "text": "a", "later": {"x": 1}}"#)
        #expect(try Note.read(path)?.text == "a")
    }

    @Test func aMissingFileIsNil() throws {
        #expect(try Note.read(path) == nil)
    }

    @Test func anOlderMajorIsUpgradedAndSaysSo() throws {
        try write(#"{"schema": "envctl.note/1", "words": "old"}"#)
        let note = try Note.read(path)
        #expect(note?.text == "old")
        #expect(note?.origin == "envctl.note/1")
    }

    @Test func anOlderMajorWithoutAWayUpIsRefused() throws {
        try write(#"{"schema": "envctl.run_state/1"}"#)
        #expect(throws: Failure.self) { try RunRecord.upgrade(.null, from: 0) }
    }

    @Test func aNewerMajorIsRefusedAndKept() throws {
        try write(#"{"schema": "envctl.note/3", "text": "a"}"#)
        let code = { (body: () throws -> Note?) -> String? in
            do { return try body().map(\.text) } catch { return Failure(error).code }
        }
        #expect(code { try Note.read(path) } == "state.newer")
        #expect(code { try Note.readForWriting(path) } == "state.newer")
        #expect(FileSystem.exists(path))
    }

    @Test(arguments: [
        "", "{", #"{"schema": "envctl.note/2"}"#, #"{"schema": "envctl.other/2", "text": "a"}"#,
        #"{"schema": 7}"#, #"{"schema": "envctl.note/2", "text": 5}"#, "[]",
    ])
    func aDamagedFileIsReportedByReadersAndSetAsideByWriters(text: String) throws {
        try write(text)
        let before = try state.contents()
        #expect { try Note.read(path) } throws: {
            Failure($0).code == "state.damaged" && Failure($0).location == path
        }
        #expect(try state.contents() == before)

        var aside: String?
        #expect(try Note.readForWriting(path, clock: stopped()) { aside = $1 } == nil)
        #expect(aside == path + ".bad-20261121T074000.000Z")
        #expect(!FileSystem.exists(path))
        #expect(try FileSystem.readText(aside ?? "") == text)
    }
}

@Suite struct ComponentFactsTests {
    @Test(arguments: [JSON.string("node server.js"), ["node", "server.js"]])
    func aCommandIsTextOrWords(command: JSON) throws {
        var record = ComponentRecord(
            name: ComponentID(unchecked: "web"), kind: .service, status: .starting)
        record.directory = "/src"
        try record.take(facts: ["command": command, "version": "1", "backend": "native"])
        #expect(record.command == "node server.js")
        #expect(record.version == "1")
        #expect(record.directory == "/src")
    }
}
