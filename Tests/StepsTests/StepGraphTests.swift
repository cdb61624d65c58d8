import Testing
import Vocabulary

@testable import Steps

@Suite struct StepGraphTests {
    private let bench: Bench
    init() throws { bench = try Bench() }

    private func order(_ steps: Step...) throws -> [StepID] {
        try StepGraph(id: "test", steps: steps).order.map(\.id)
    }

    private func failure(_ steps: Step...) -> Failure? {
        do { _ = try StepGraph(id: "test", steps: steps) } catch { return error }
        return nil
    }

    @Test("DEP-001 linear") func linear() throws {
        #expect(
            try order(bench.step("c", ["b"]), bench.step("b", ["a"]), bench.step("a"))
                == ["a", "b", "c"])
    }

    @Test("DEP-002 diamond") func diamond() throws {
        #expect(
            try order(
                bench.step("d", ["b", "c"]), bench.step("c", ["a"]), bench.step("b", ["a"]),
                bench.step("a")) == ["a", "c", "b", "d"])
    }

    @Test("DEP-003 cycle is printed as its path") func cycle() throws {
        let failure = failure(
            try bench.step("x"), try bench.step("first", ["a", "x"]), try bench.step("a", ["b"]),
            try bench.step("b", ["x", "c"]), try bench.step("c", ["a"]))
        #expect(failure?.code == "steps.cycle")
        #expect(failure?.causes == ["a → b → c → a"])
    }

    @Test("DEP-003 a step that waits for itself") func loop() throws {
        #expect(failure(try bench.step("a", ["a"]))?.causes == ["a → a"])
    }

    @Test("DEP-004 missing") func missing() throws {
        let failure = failure(try bench.step("prepare"), try bench.step("b", ["prepar", "zzzzzz"]))
        #expect(failure?.code == "steps.invalid_graph")
        #expect(
            failure?.causes == [
                "step 'b' depends on 'prepar', which is not there; did you mean 'prepare'?",
                "step 'b' depends on 'zzzzzz', which is not there",
            ])
    }

    @Test("DEP-005 none keeps order") func none() throws {
        #expect(
            try order(bench.step("c"), bench.step("a"), bench.step("b")) == ["c", "a", "b"])
    }

    @Test("duplicate ids") func duplicates() throws {
        let failure = failure(try bench.step("a"), try bench.step("a"))
        #expect(failure?.code == "steps.invalid_graph")
        #expect(failure?.causes == ["two steps are called 'a'"])
    }

    @Test func prerequisitesAreAllThatIsNeeded() throws {
        let graph = try StepGraph(
            id: "test",
            steps: [
                bench.step("a"), bench.step("x"), bench.step("b", ["a"]),
                bench.step("c", rerunsWith: ["b"]),
            ])
        #expect(graph.prerequisites(of: "c") == ["a", "b"])
        #expect(graph.prerequisites(of: "a").isEmpty)
    }

    @Test func thePlanDigestTellsDifferentPlansApart() throws {
        func digest(_ steps: Step...) throws -> String {
            try StepGraph(id: "test", steps: steps).planDigest
        }
        func commands(_ argv: String..., environment: [String: String] = [:]) throws -> Step {
            try Step(
                "a", "d",
                commands: [CommandSpec(argv, directory: "/", environment: environment)])
        }
        let one = try digest(commands("true"))
        #expect(try digest(commands("true", environment: ["TERM": "dumb"])) == one)
        #expect(try digest(commands("false")) != one)
        #expect(
            try digest(bench.step("a"), bench.step("b")) != digest(bench.step("b"), bench.step("a"))
        )
        #expect(
            try digest(bench.step("a", inputs: [.value(name: "v", "1")]))
                == digest(bench.step("a", inputs: [.value(name: "v", "2")])))
    }
}
