import Events
import Terminal
import Testing
import Vocabulary

@testable import Engine

@Suite struct ProgressBoardTests {
    /// Of two services, the second of which needs the first.
    private static let plan: JSON = [
        ["name": "api", "action": "start", "needs": [], "backend": "native"],
        ["name": "web", "action": "start", "needs": ["api"], "backend": "native"],
        ["name": "old", "action": "keep", "needs": [], "backend": "native"],
        ["name": "none", "action": "skip", "needs": [], "backend": "native"],
    ]

    private func event(
        _ name: String, _ component: String? = nil, _ data: JSON.Object = [:]
    ) -> Event {
        Event(name, component: component.map(ComponentID.init(unchecked:)), data: data)
    }

    private func step(_ id: String, _ end: JSON.Object? = nil) -> Event {
        var data = end ?? ["description": "what \(id) does"]
        data["id"] = .string(id)
        return event(end == nil ? "step.start" : "step.end", nil, data)
    }

    private func board(_ events: [(Int, Event)]) -> ProgressBoard {
        var board = ProgressBoard(at: 0)
        board.take(event("start.planned", nil, ["components": Self.plan]), at: 0)
        for (milliseconds, event) in events {
            board.take(event, at: UInt64(milliseconds) * 1_000_000)
        }
        return board
    }

    private func text(
        _ board: ProgressBoard, at milliseconds: Int, columns: Int = 81, lines: Int = 24
    ) -> [String] {
        board.rows(
            at: UInt64(milliseconds) * 1_000_000, columns: columns, lines: lines, style: .plain
        ).map { row in String(row.text.reversed().drop { $0 == " " }.reversed()) }
    }

    @Test func eachComponentHasARowFromTheBeginningOn() {
        #expect(
            text(board([]), at: 40) == [
                "api  waits", "web  waits           for api", "old  runs", "1 of 3 up · 40 ms",
            ])
    }

    @Test func theWayOfOneComponent() {
        let done: JSON.Object = ["outcome": "succeeded"]
        let ready = event("component.ready", "api", ["milliseconds": 700])
        let way: [(Int, Event, String)] = [
            (100, step("api.prepare.1"), "api  prepares   400 ms  what api.prepare.1 does"),
            (
                200, event("step.output", nil, ["id": "api.prepare.1", "line": "half"]),
                "api  prepares   400 ms  half"
            ),
            (300, step("api.prepare.1", done), "api  waits"),
            (300, step("api.launch"), "api  launches   200 ms"),
            (400, event("component.launched", "api"), "api  launches   200 ms"),
            (400, step("api.launch", done), "api  launched"),
            (400, step("api.ready"), "api  starts   100 ms"), (1100, ready, "api  starts   700 ms"),
            (1100, step("api.ready", done), "api  ready   700 ms"),
            (1100, step("api.bootstrap"), "api  finishes     0 ms  what api.bootstrap does"),
            (1200, step("api.bootstrap", done), "api  ready   700 ms"),
        ]
        for last in way.indices {
            let shown = text(board(way[...last].map { ($0.0, $0.1) }), at: max(500, way[last].0))[0]
            #expect(shown.split(separator: " ") == way[last].2.split(separator: " "))
        }
    }

    @Test func whatFailedSaysWhyAndWhatNeedsItIsSkipped() {
        let error: JSON = ["message": "api has ended"]
        let skipped: JSON.Object = [
            "outcome": "skipped", "reason": "dependency failed (api.ready)",
        ]
        let shown = text(
            board([
                (10, step("api.launch")), (20, step("api.launch", ["outcome": "succeeded"])),
                (20, step("api.ready")),
                (90, step("api.ready", ["outcome": "failed", "error": error])),
                (90, step("web.launch", skipped)),
            ]), at: 100)
        #expect(shown[0] == "api  failed            api has ended")
        #expect(shown[1] == "web  skipped           dependency failed (api.ready)")
    }

    @Test func theLogIsAskedOnlyOfWhatHasBeenStartingForAWhile() {
        var board = board([(10, step("api.launch")), (20, step("api.ready"))])
        #expect(board.quiet(at: 1_000_000_000) == [])
        #expect(board.quiet(at: 1_020_000_000) == ["api"])
        board.say("\u{1B}[31mloading\u{1B}[0m 3", of: "api")
        #expect(text(board, at: 1500)[0].hasSuffix("loading 3"))
        board.take(event("component.ready", "api", ["milliseconds": 2000]), at: 2_000_000_000)
        board.take(step("api.ready", ["outcome": "succeeded"]), at: 2_000_000_000)
        #expect(board.quiet(at: 9_000_000_000) == [])
    }

    @Test func timeMovesOnlyWhereSomethingIsAtWork() {
        #expect(!board([]).isMoving)
        #expect(board([(0, step("api.launch"))]).isMoving)
        #expect(!board([(0, event("component.failed", "api", ["reason": "no"]))]).isMoving)
    }

    @Test func whatIsSecretIsTakenOutBeforeALineIsCut() {
        var board = board([(0, step("api.ready"))])
        board.say("password=hunter2hunter2", of: "api")
        let rows = board.rows(at: 0, columns: 45, lines: 24, style: .plain) { line in
            line == "password=hunter2hunter2" ? "password=•••" : line
        }
        #expect(rows[0].text.contains("password=•••"))
    }

    @Test(arguments: [1, 2, 3, 5, 10, 24], [1, 2, 9, 20, 40, 200])
    func itFitsIntoEveryTerminal(lines: Int, columns: Int) {
        var board = ProgressBoard(at: 0)
        for number in 0..<20 {
            board.take(event("component.launching", "サービス-\(number)"), at: 0)
            board.say("どこまで進んだか 🚀", of: "サービス-\(number)")
        }
        let rows = board.rows(at: 5_000_000_000, columns: columns, lines: lines, style: .plain)
        #expect(rows.count <= max(1, lines - 1))
        #expect(rows.allSatisfy { DisplayWidth.of($0.text) <= max(1, columns - 1) })
    }

    @Test func whereThereAreMoreThanLinesWhatIsAtWorkIsShown() {
        var board = ProgressBoard(at: 0)
        for number in 0..<9 { board.take(event("component.ready", "r\(number)"), at: 0) }
        board.take(step("api.launch"), at: 0)
        #expect(
            text(board, at: 10, lines: 5) == [
                "r0   ready", "api  launches    10 ms", "… and 8 more", "9 of 10 up · 10 ms",
            ])
    }

    @Test func severalProjectsHaveTheirNamesBeforeThem() {
        var board = ProgressBoard(at: 0)
        for project in ["main/", "side/"] {
            board.take(
                event("start.planned", nil, ["components": Self.plan]), prefix: project, at: 0)
        }
        board.take(step("api.launch"), prefix: "side/", at: 0)
        #expect(
            board.rows.map(\.name) == [
                "main/api", "main/web", "main/old", "side/api", "side/web", "side/old",
            ])
        #expect(board["side/api"]?.phase == .launches)
        #expect(board["main/api"]?.phase == .waits)
        #expect(board["side/web"]?.needs == ["side/api"])
    }
}
