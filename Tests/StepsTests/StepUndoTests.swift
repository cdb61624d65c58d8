import Glibc
import Platform
import Testing
import Vocabulary

@testable import Steps

@Suite struct StepUndoTests {
    private var bench: Bench

    init() throws {
        bench = try Bench()
        bench.options = StepOptions(jobs: 1, undoOnFailure: true)
    }

    private func undo(fails: Bool = false) -> StepUndo {
        let journal = bench.journal
        return { context in
            journal.add("undo \(context.id)")
            if fails { throw Failure("test.stuck", "it is stuck") }
        }
    }

    @Test func inReverseAndOnlyWhatThisRunDid() async throws {
        let report = try await bench.run(
            bench.step("a", undo: undo()), bench.step("done", check: { _ in true }, undo: undo()),
            bench.step("b", undo: undo()), bench.step("c"),
            bench.step("d", fails: true, undo: undo()),
            bench.step("never", undo: undo()))
        #expect(
            bench.journal.all == ["a", "b", "c", "d", "undo d", "undo b", "undo a"])
        #expect(report["a"]?.outcome == .undone)
        #expect(report["c"]?.outcome == .succeeded)
        #expect(report["d"]?.outcome == .failed(.function))
        #expect(report.outcome == .failed)
        #expect(report.state.completed == ["done", "c"])
    }

    @Test func notUnlessTheCommandAsks() async throws {
        var bench = bench
        bench.options.undoOnFailure = false
        _ = try await bench.run(bench.step("a", undo: undo()), bench.step("b", fails: true))
        #expect(bench.journal.all == ["a", "b"])
    }

    @Test func notAfterASuccess() async throws {
        _ = try await bench.run(bench.step("a", undo: undo()))
        #expect(bench.journal.all == ["a"])
    }

    @Test func anUndoThatFailsStopsNoOther() async throws {
        let report = try await bench.run(
            bench.step("a", undo: undo()), bench.step("b", undo: undo(fails: true)),
            bench.step("c", fails: true))
        #expect(bench.journal.all.suffix(2) == ["undo b", "undo a"])
        #expect(report.undoFailures.map(\.id) == ["b"])
        #expect(report["b"]?.outcome == .succeeded)
        #expect(bench.sink.named("step.undo_failed").count == 1)
    }

    @Test("undo of what was cancelled", .timeLimit(.minutes(1))) func cancelled() async throws {
        let folder = try TemporaryFolder()
        let place = folder.file("made")
        let step = try Step(
            "a", "makes", commands: [bench.shell("mkdir \(place); echo on; exec sleep 600")],
            undo: { context in
                _ = try await context.run(
                    .shell("rmdir \(place)", directory: "/", environment: ["PATH": "/bin"]))
            })
        let run = bench
        async let report = run.run(step)
        await bench.sink.wait(for: "step.output", id: "a")
        bench.cancellation.cancel(.signal(SIGTERM))
        let ended = try await report
        #expect(ended.outcome == .cancelled)
        #expect(ended["a"]?.outcome == .cancelled)
        #expect(!FileSystem.exists(place))
    }

    @Test("an undo has its step's time limit", .timeLimit(.minutes(1))) func limit() async throws {
        let step = try Step(
            "a", "d", function: { _ in nil }, timeout: 200,
            undo: { context in
                _ = try await context.run(
                    .shell("exec sleep 600", directory: "/", environment: ["PATH": "/bin"]))
            })
        let report = try await bench.run(step, bench.step("b", fails: true))
        #expect(report.undoFailures.map(\.id) == ["a"])
    }
}
