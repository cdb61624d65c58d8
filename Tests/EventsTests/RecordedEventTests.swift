import Platform
import Testing
import Vocabulary

@testable import Events

@Suite struct RecordedEventTests {
    @Test func aLineIsAsTheGoldenFileSays() throws {
        let recorded = RecordedEvent(
            time: Timestamp(milliseconds: 1_795_246_800_000), monotonic: 12_345, sequence: 1,
            run: RunID(unchecked: "20261121T074000.000Z-00beef"), project: .main,
            event: Event(
                "component.ready", component: ComponentID(unchecked: "api"),
                data: ["incarnation": 1, "milliseconds": 120]))
        let path = Path.absolute("../../../contracts/examples/events.1.jsonl", in: #filePath)
        #expect(recorded.json.compact + "\n" == (try FileSystem.readText(path)))
        #expect(try EventLog.read(path) == [recorded])
    }
}
