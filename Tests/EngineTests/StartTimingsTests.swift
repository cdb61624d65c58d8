import Inspection
import Platform
import Steps
import Testing
import Vocabulary

@Suite struct StartTimingsTests {
    /// A record of steps: id, when it began (nil: never in this run), how long it took, what it needs.
    private func timings(_ steps: [(String, Int?, Int, [String])]) throws -> StartTimings? {
        let digest = String(repeating: "0", count: 64)
        let plan = steps.map { step -> JSON in
            [
                "id": .string(step.0), "description": "does it", "depends_on": JSON(step.3),
                "digest": .string(digest),
            ]
        }
        let results = steps.map { step -> (String, JSON) in
            (
                step.0,
                [
                    "outcome": "succeeded", "duration": JSON(step.2), "began": JSON(step.1),
                    "counters": [:],
                ]
            )
        }
        let time = Timestamp(milliseconds: 0).json
        let record: JSON = [
            "schema": "envctl.steps/1", "graph": "start main", "plan_digest": .string(digest),
            "plan": .array(plan), "completed": [], "current": [],
            "results": .object(JSON.Object(results)), "started": time, "updated": time,
        ]
        return StartTimings(try StepExecutionState(json: record))
    }

    private static let storefront: [(String, Int?, Int, [String])] = [
        ("postgres.data", 0, 300, []), ("postgres.launch", 302, 10, ["postgres.data"]),
        ("postgres.ready", 312, 88, ["postgres.launch"]), ("redis.launch", 0, 10, []),
        ("redis.ready", 10, 20, ["redis.launch"]), ("api.prepare.1", 0, 250, []),
        ("api.prepare.2", 250, 50, ["api.prepare.1"]),
        ("steps.migrate", 400, 100, ["postgres.ready", "api.prepare.2"]),
        (
            "api.launch", 500, 12,
            ["postgres.ready", "redis.ready", "api.prepare.2", "steps.migrate"]
        ),
        ("api.ready", 512, 488, ["api.launch"]), ("api.bootstrap", 1000, 40, ["api.ready"]),
    ]

    @Test func theLongestWayIsAsLongAsTheWhole() throws {
        let timings = try #require(try timings(Self.storefront))
        let told = timings.path.map { "\($0.step) \($0.phase) \($0.milliseconds)" }
        #expect(
            told == [
                "postgres.data prepare 300", "postgres.launch wait 2", "postgres.launch spawn 10",
                "postgres.ready ready 88", "steps.migrate prepare 100", "api.launch spawn 12",
                "api.ready ready 488", "api.bootstrap finish 40",
            ])
        #expect(timings.milliseconds == 1040)
        #expect(timings.path.reduce(0) { $0 + $1.milliseconds } == 1040)
    }

    @Test func eachComponentHasItsPhases() throws {
        let timings = try #require(try timings(Self.storefront))
        let phases = Dictionary(
            uniqueKeysWithValues: timings.components.map { ($0.name, $0.phases) })
        #expect(timings.components.map(\.name) == ["postgres", "redis", "api", "steps.migrate"])
        #expect(phases["postgres"] == [.prepare: 300, .wait: 2, .spawn: 10, .ready: 88])
        #expect(phases["redis"] == [.spawn: 10, .ready: 20])
        #expect(phases["api"] == [.prepare: 300, .wait: 200, .spawn: 12, .ready: 488, .finish: 40])
        #expect(phases["steps.migrate"] == [.wait: 400, .prepare: 100])
    }

    @Test func stepsSideBySideCountOnce() throws {
        let timings = try #require(
            try timings([("a.prepare.1", 0, 100, []), ("a.prepare.2", 50, 100, [])]))
        #expect(timings.components[0].phases == [.prepare: 150])
    }

    @Test func whatDidNotRunInThisRunIsNoPartOfIt() throws {
        #expect(try timings([("a.launch", nil, 100, [])]) == nil)
        let resumed = try timings([("a.launch", nil, 9000, []), ("b.launch", 5, 10, ["a.launch"])])
        #expect(resumed?.milliseconds == 15)
        #expect(resumed?.path.map(\.milliseconds) == [5, 10])
    }

    @Test func aCycleInADamagedRecordEnds() throws {
        let timings = try timings([
            ("a.launch", 0, 10, ["b.launch"]), ("b.launch", 0, 10, ["a.launch"]),
        ])
        #expect(timings?.milliseconds == 10)
    }
}
