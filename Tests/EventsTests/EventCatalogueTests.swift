import Platform
import Testing
import Vocabulary

@testable import Events

/// `contracts/events.json` lists every event that the sources can tell.
@Suite struct EventCatalogueTests {
    private let root = Path.absolute("../../..", in: #filePath)

    private func catalogue() throws -> JSON {
        try JSON.parse(try FileSystem.read(Path.join(root, "contracts/events.json")))
    }

    private func sources(_ folder: String) throws -> [String] {
        try FileSystem.list(folder).flatMap { name -> [String] in
            let path = Path.join(folder, name)
            if FileSystem.isDirectory(path) { return try sources(path) }
            return name.hasSuffix(".swift") ? [path] : []
        }
    }

    /// The dotted words of the first argument of whatever makes an event.
    private func events(in text: String) -> [String] {
        text.matches(of: /\b(?:Event|publish|endAll)\(([^,)]*)/).flatMap { call in
            call.1.matches(of: /"([a-z_]+(?:\.[a-z_]+)+)"/).map { String($0.1) }
        }
    }

    @Test func theScanSeesEvents() {
        let text = #"publish(well ? "a.good" : "a.bad", nil); Event(\#n "b.done", data: ["x": 1])"#
        #expect(events(in: text) == ["a.good", "a.bad", "b.done"])
    }

    @Test func everyEventOfTheSourcesIsListed() throws {
        let known = try #require(try catalogue()["events"]?.object)
        for path in try sources(Path.join(root, "Sources")) {
            for name in events(in: try FileSystem.readText(path)) {
                #expect(
                    known[name] != nil, "\(name) in \(path) is missing in contracts/events.json")
            }
        }
    }

    @Test func aLineIsAsTheGoldenFileSays() throws {
        let recorded = RecordedEvent(
            time: Timestamp(milliseconds: 1_795_246_800_000), monotonic: 12_345, sequence: 1,
            run: RunID(unchecked: "20261121T074000.000Z-00beef"), project: .main,
            event: Event(
                "component.ready", component: ComponentID(unchecked: "api"),
                data: ["incarnation": 1, "milliseconds": 120]))
        let path = Path.join(root, "contracts/examples/events.1.jsonl")
        #expect(recorded.json.compact + "\n" == (try FileSystem.readText(path)))
        #expect(try EventLog.read(path) == [recorded])
    }
}
