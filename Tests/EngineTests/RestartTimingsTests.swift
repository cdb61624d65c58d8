import Events
import Inspection
import Testing
import Vocabulary

/// Where the time of a restart went, by the events of its run.
@Suite struct RestartTimingsTests {
    /// Events with their places in time, in milliseconds: name, component, time.
    private func read(
        _ told: [(String, String?, Int)], restarting: [(String, [String])] = [("api", [])]
    ) -> StartTimings? {
        let components = restarting.map { component -> JSON in
            ["name": .string(component.0), "needs": JSON(component.1)]
        }
        let events = told.enumerated().map { place, event in
            RecordedEvent(
                time: Timestamp(milliseconds: 0), monotonic: (7000 + event.2) * 1000,
                sequence: place + 1, run: RunID(unchecked: "20261121T074000.000Z-00beef"),
                project: .main,
                event: Event(
                    event.0, component: event.1.map(ComponentID.init(unchecked:)),
                    data: event.0 == "restart.begun" ? ["components": .array(components)] : [:]))
        }
        return StartTimings(restartAmong: events)
    }

    /// `web` needs `api` and goes first.
    private static let both: [(String, String?, Int)] = [
        ("transaction.begun", nil, -900), ("component.ready", "api", -500),
        ("restart.begun", nil, 0), ("component.stopping", "web", 0),
        ("component.stopped", "web", 40), ("component.stopping", "api", 42),
        ("component.stopped", "api", 300), ("component.launched", "api", 310),
        ("component.ready", "api", 800), ("component.launched", "web", 810),
        ("component.ready", "web", 900), ("component.exited", "web", 2000),
    ]

    @Test func theLongestWayGoesThroughStopsAndNeeds() throws {
        let timings = try #require(
            read(Self.both, restarting: [("api", []), ("web", ["api", "postgres"])]))
        #expect(
            timings.path.map { "\($0.step) \($0.phase) \($0.milliseconds)" } == [
                "web.stop stop 40", "api.stop wait 2", "api.stop stop 258", "api.launch spawn 10",
                "api.ready ready 490", "web.launch spawn 10", "web.ready ready 90",
            ])
        #expect(timings.milliseconds == 900)
        let phases = Dictionary(
            uniqueKeysWithValues: timings.components.map { ($0.name, $0.phases) })
        #expect(phases["api"] == [.wait: 42, .stop: 258, .spawn: 10, .ready: 490])
        #expect(phases["web"] == [.stop: 40, .wait: 760, .spawn: 10, .ready: 90])
    }

    @Test func aStartThatCameLaterTellsOfItself() {
        #expect(read(Self.both + [("transaction.begun", nil, 3000)]) == nil)
        #expect(read([("component.ready", "api", 5)]) == nil)
    }

    @Test func whatHadFailedHasNoStopAndWhatFailsHasAnEnd() throws {
        let timings = try #require(
            read([
                ("restart.begun", nil, 0), ("component.launched", "api", 5),
                ("component.failed", "api", 60), ("component.ready", "api", 9000),
            ]))
        #expect(timings.components.map(\.phases) == [[.spawn: 5, .ready: 55]])
    }

    @Test func whatIsUnderWayIsToldAsFarAsItIs() throws {
        let timings = try #require(
            read([
                ("restart.begun", nil, 0), ("component.stopping", "api", 1),
                ("component.stopped", "api", 90),
            ]))
        #expect(timings.components.map(\.phases) == [[.wait: 1, .stop: 89]])
    }
}
