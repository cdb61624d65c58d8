import Routing
import StateActions
import Testing
import Vocabulary

@Suite struct EventCursorTests {
    private let now = Timestamp(milliseconds: 1_800_000_000_000)

    private func cursor(_ text: String) throws -> EventCursor {
        try EventCursor(text, now: now) { FlagDuration(text: $0)?.milliseconds }
    }

    @Test func isANumberATimeOrADuration() throws {
        #expect(try cursor("12") == .after(12))
        #expect(try cursor("0") == .after(0))
        #expect(try cursor("10m") == .since(now.adding(milliseconds: -600_000)))
        let time = try #require(Timestamp("2026-11-21T07:40:00.000Z"))
        #expect(try cursor("2026-11-21T07:40:00Z") == .since(time))
        #expect(try cursor("2026-11-21T07:40:00.000Z") == .since(time))
    }

    @Test(arguments: ["", "-1", "yesterday", "2026-11-21", "12:00"])
    func anythingElseIsAMistake(_ text: String) {
        #expect(throws: Failure.self) { try cursor(text) }
    }
}
