import Platform
import Testing
import Vocabulary

@testable import Steps

/// The runner was killed in the middle of a step.
@Suite struct StepCrashTests {
    private let folder: TemporaryFolder
    private var bench: Bench

    init() throws {
        folder = try TemporaryFolder()
        bench = try Bench()
        bench.store = FileStepStateStore(path: folder.file("steps.json"))
    }

    /// A record as a runner leaves that was killed while `id` was running.
    private func crashed(in id: StepID, _ steps: [Step], mark: UInt64 = 77) throws {
        var state = try StepExecutionState(
            StepGraph(id: "test", steps: steps), at: Timestamp(milliseconds: 0))
        state.begin(id, mark: mark, at: Timestamp(milliseconds: 1))
        try bench.store.save(state)
    }

    @Test("crash between a step's end and its record: its check knows") func crashWithCheck()
        async throws
    {
        let steps = try [bench.step("a", check: { _ in true }), bench.step("b")]
        try crashed(in: "a", steps)
        let report = try await bench.resume(steps)
        #expect(report["a"]?.outcome == .skipped(.alreadyDone))
        #expect(bench.journal.all == ["b"])
    }

    @Test("crash between a step's end and its record: repeated when that is safe")
    func crashIdempotent() async throws {
        let steps = try [bench.step("a", idempotent: true)]
        try crashed(in: "a", steps)
        #expect(try await bench.resume(steps).isSuccess)
        #expect(bench.journal.all == ["a"])
    }

    @Test("crash between a step's end and its record: else a person decides")
    func crashUnsure() async throws {
        let steps = try [bench.step("a")]
        try crashed(in: "a", steps)
        let run = bench
        for _ in 1...2 {
            #expect(await code { _ = try await run.resume(steps) } == "steps.not_repeatable")
        }
        #expect(bench.journal.all.isEmpty)
        #expect(try await run.resume(steps, from: "a").isSuccess)
        #expect(bench.journal.all == ["a"])
    }

    @Test("what a crashed run left behind is ended first", .timeLimit(.minutes(1)))
    func leftovers() async throws {
        let mark = Mark.random()
        let null = try Descriptor.open("/dev/null", 2)
        let pid = try spawn(
            SpawnRequest(
                program: "/bin/sleep", arguments: ["sleep", "600"], environment: [],
                descriptors: [null.raw, null.raw, null.raw], mark: mark))
        let steps = try [bench.step("a", idempotent: true)]
        try crashed(in: "a", steps, mark: mark)
        _ = try await bench.resume(steps)
        #expect(try Reaping.exit(of: pid)?.signal == 9)
    }
}
