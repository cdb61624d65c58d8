import Platform
import Testing
import Vocabulary

@testable import Steps

/// Skipping across runs.
@Suite struct StepHistoryTests {
    private let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    /// A run of its own: a fresh record, the project's history from its file.
    private func bench() throws -> Bench {
        var bench = try Bench()
        bench.history = try StepHistory(path: folder.file("steps_history.json"))
        return bench
    }

    @Test func aStepIsSkippedWhileItsInputsAreTheSame() async throws {
        for (value, ran) in [("1", true), ("1", false), ("2", true), ("1", true), ("1", false)] {
            let bench = try bench()
            let report = try await bench.run(
                bench.step("a", inputs: [.value(name: "v", value)]))
            #expect(bench.journal.all == (ran ? ["a"] : []))
            #expect(report.isSuccess)
        }
    }

    @Test func withoutCheckAndInputsItRunsEachTime() async throws {
        for _ in 1...2 {
            let bench = try bench()
            _ = try await bench.run(bench.step("a"))
            #expect(bench.journal.all == ["a"])
        }
        #expect(!FileSystem.exists(folder.file("steps_history.json")))
    }

    @Test func aFailureForgetsTheOlderSuccess() async throws {
        for (value, fails, ran) in [("1", false, true), ("2", true, true), ("1", false, true)] {
            let bench = try bench()
            _ = try await bench.run(
                bench.step("a", fails: fails, inputs: [.value(name: "v", value)]))
            #expect(bench.journal.all == (ran ? ["a"] : []))
        }
    }

    @Test func changedInputsOutweighACheckThatLooksForTheResultOnly() async throws {
        for (value, ran) in [("1", false), ("1", false), ("2", true), ("2", false)] {
            let bench = try bench()
            _ = try await bench.run(
                bench.step("a", check: { _ in true }, inputs: [.value(name: "v", value)]))
            #expect(bench.journal.all == (ran ? ["a"] : []))
        }
    }

    @Test func anEditedCommandRuns() async throws {
        for (script, succeeded) in [("echo 1", true), ("echo 1", false), ("echo 2", true)] {
            let bench = try bench()
            let report = try await bench.run(
                try Step(
                    "a", "d", commands: [bench.shell(script)], inputs: [.value(name: "v", "1")]))
            #expect(report["a"]?.isSuccess == succeeded)
        }
    }

    @Test func aStepThatRanMakesThoseAfterItRun() async throws {
        // c runs in the first place since nothing is recorded of it yet.
        for (isDone, ran) in [(true, ["c"]), (false, ["a", "b", "c"]), (true, [])] {
            let bench = try bench()
            _ = try await bench.run(
                bench.step("a", check: { _ in isDone }),
                bench.step("b", check: { _ in true }, rerunsWith: ["a"]),
                bench.step("c", inputs: [.value(name: "v", "1")], rerunsWith: ["a", "b"]))
            #expect(bench.journal.all == ran)
        }
    }

    @Test func alsoWhenTheRunEndsBetweenThem() async throws {
        var bench = try bench()
        _ = try await bench.run(
            bench.step("a", check: { _ in false }), bench.step("x", ["a"], fails: true),
            bench.step("b", ["x"], check: { _ in true }, rerunsWith: ["a"]))
        #expect(bench.journal.all == ["a", "x"])
        for ran in [["x", "b"], ["x"]] {
            bench = try self.bench()
            _ = try await bench.run(
                bench.step("a", check: { _ in true }), bench.step("x", ["a"]),
                bench.step("b", ["x"], check: { _ in true }, rerunsWith: ["a"]))
            #expect(bench.journal.all == ran)
        }
    }

    @Test func alsoWithinOneResumedRunWithoutHistory() async throws {
        var first = try Bench()
        first.store = FileStepStateStore(path: folder.file("steps.json"))
        _ = try await first.run(
            first.step("a", check: { _ in false }), first.step("x", ["a"], fails: true),
            first.step("b", ["x"], check: { _ in true }, rerunsWith: ["a"]))
        var second = try Bench()
        second.store = first.store
        _ = try await second.resume([
            second.step("a", check: { _ in true }), second.step("x", ["a"]),
            second.step("b", ["x"], check: { _ in true }, rerunsWith: ["a"]),
        ])
        #expect(second.journal.all == ["x", "b"])
    }

    @Test func aDamagedHistoryIsSetAsideAndTold() async throws {
        try folder.write("{", "steps_history.json")
        let bench = try bench()
        let report = try await bench.run(bench.step("a", inputs: [.value(name: "v", "1")]))
        #expect(report.isSuccess)
        #expect(bench.sink.named("step.state_damaged").count == 1)
        #expect(bench.journal.all == ["a"])
    }
}
