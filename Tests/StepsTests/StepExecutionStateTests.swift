import Platform
import Testing
import Vocabulary

@testable import Steps

@Suite struct StepExecutionStateTests {
    private let bench: Bench
    private var state: StepExecutionState
    private let later = Timestamp(milliseconds: 5000)

    init() throws {
        bench = try Bench()
        let graph = try StepGraph(id: "test", steps: [bench.step("a"), bench.step("b", ["a"])])
        state = StepExecutionState(graph, at: Timestamp(milliseconds: 1000))
    }

    @Test("SES-001 initial state") func initial() {
        #expect(state.graph == "test")
        #expect(state.plan.map(\.id) == ["a", "b"])
        #expect(state.completed.isEmpty && state.current.isEmpty && state.results.isEmpty)
        #expect(state.started == state.updated)
        #expect(state.failed == nil)
    }

    @Test("SES-002 completed tracked") mutating func completed() {
        state.begin("a", mark: 7, at: later)
        #expect(state.current.map(\.id) == ["a"])
        state.end(StepResult("a", .succeeded), at: later)
        #expect(state.completed == ["a"])
        #expect(state.current.isEmpty)
        #expect(state.updated == later)
        state.begin("a", mark: 8, at: later)
        #expect(state.completed.isEmpty)
        state.end(StepResult("a", .failed(.exit)), at: later)
        #expect(state.completed.isEmpty)
    }

    @Test("SES-003 results stored") mutating func results() throws {
        state.begin("b", mark: 9, at: later)
        state.end(StepResult("a", .failed(.exit)), at: later)
        #expect(state.results["a"]?.outcome == .failed(.exit))
        #expect(state.failed == "a")
        #expect(try StepExecutionState(json: JSON.parse(state.json.compact)) == state)
    }

    @Test func everyTransitionIsSaved() async throws {
        let store = MemoryStepStateStore()
        var bench = bench
        bench.store = store
        _ = try await bench.run(bench.step("a"), bench.step("b", ["a"]))
        #expect(store.saved.map { $0.current.map(\.id) } == [[], ["a"], [], ["b"], []])
        #expect(store.saved.map(\.completed) == [[], [], ["a"], ["a"], ["a", "b"]])
    }

    @Test func aPlanThatCannotBeSavedRunsNothing() async throws {
        var bench = bench
        bench.store = MemoryStepStateStore(failAfter: 0)
        let run = bench
        #expect(await code { _ = try await run.run(run.step("a")) } == "test.disk_full")
        #expect(bench.journal.all.isEmpty)
    }

    @Test func aRecordThatCannotBeWrittenEndsTheRun() async throws {
        var bench = bench
        bench.store = MemoryStepStateStore(failAfter: 2)
        let run = bench
        let failure = await code { _ = try await run.run(run.step("a"), run.step("b")) }
        #expect(failure == "test.disk_full")
        #expect(bench.journal.all == ["a"])
    }

    @Test("what is written keeps to contracts/steps.schema.json") func schema() async throws {
        let folder = try TemporaryFolder()
        var bench = bench
        bench.store = FileStepStateStore(path: folder.file("steps.json"))
        _ = try await bench.run(bench.step("a", fails: true), bench.step("b", ["a"]))
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let schema = try JSON.parse(FileSystem.read("/\(root)/contracts/steps.schema.json"))
        let found = try JSON.parse(folder.text("steps.json"))
        let properties = schema["properties"]?.object?.members.map(\.key) ?? []
        #expect(found.object?.members.map(\.key) == properties)
        #expect(found["schema"] == schema["properties"]?["schema"]?["const"])
        let known = schema["$defs"]?["result"]?["properties"]?.object?.members.map(\.key) ?? []
        #expect(found["results"]?["a"]?.object?.members.map(\.key) == known)
    }
}
