import Events
import Platform
import Vocabulary

@testable import Steps

/// What the tests of the runner have in common.
struct Bench {
    let sink = RecordingSink()
    let journal = Journal()
    var store: any StepStateStore = MemoryStepStateStore()
    var history: StepHistory?
    var options = StepOptions(jobs: 1)
    let cancellation: Cancellation

    init() throws { cancellation = try Cancellation() }

    /// A step that writes its name into the journal.
    func step(
        _ id: StepID, _ dependsOn: [StepID] = [], fails: Bool = false, policy: StepPolicy = .stop,
        mutexes: [String] = [], check: StepCheck? = nil, inputs: [StepInput] = [],
        undo: StepUndo? = nil, rerunsWith: [StepID] = [], idempotent: Bool = false
    ) throws -> Step {
        let journal = journal
        return try Step(
            id, "step \(id)",
            function: { context in
                journal.add(context.id.rawValue)
                if fails { throw Failure("test.broken", "it is broken") }
                return nil
            }, dependsOn: dependsOn, mutexes: mutexes, idempotent: idempotent, check: check,
            undo: undo, policy: policy, inputs: inputs, rerunsWith: rerunsWith)
    }

    /// A step that tells that it began and waits until `gate` is open.
    func waiting(
        _ id: StepID, at gate: Gate, began: Gate = Gate(), mutexes: [String] = []
    ) throws -> Step {
        try Step(
            id, "step \(id)",
            function: { _ in
                began.open()
                await gate.wait()
                return nil
            }, mutexes: mutexes)
    }

    func shell(_ script: String) -> CommandSpec {
        .shell(script, directory: "/tmp", environment: ["PATH": "/usr/bin:/bin"])
    }

    func run(_ steps: Step...) async throws -> StepRunReport { try await run(steps) }

    func run(_ steps: [Step]) async throws -> StepRunReport {
        try await runner.run(StepGraph(id: "test", steps: steps), cancellation: cancellation)
    }

    func resume(_ steps: [Step], from id: StepID? = nil) async throws -> StepRunReport {
        try await runner.resume(
            StepGraph(id: "test", steps: steps), from: id, cancellation: cancellation)
    }

    var runner: StepRunner {
        StepRunner(store: store, history: history, options: options, sink: sink)
    }
}

/// The code of the failure that `body` throws; nil where it throws none.
func code(_ body: () async throws -> Void) async -> String? {
    do { try await body() } catch { return Failure(error).code }
    return nil
}
