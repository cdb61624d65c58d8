import Events
import Platform
import Testing
import Vocabulary

@testable import Steps

@Suite struct StepResumeTests {
    private let folder: TemporaryFolder
    private var bench: Bench

    init() throws {
        folder = try TemporaryFolder()
        bench = try Bench()
        bench.store = FileStepStateStore(path: folder.file("steps.json"))
    }

    /// The same steps for a second process, with a journal of its own.
    private func again() throws -> Bench {
        var second = try Bench()
        second.store = bench.store
        return second
    }

    @Test("ESS-008 resume") func resume() async throws {
        let first = try await bench.run(
            bench.step("a", check: { _ in false }),
            bench.step("b", inputs: [.value(name: "v", "1")]),
            bench.step("c"), bench.step("d", fails: true), bench.step("e", ["d"]))
        #expect(first.outcome == .failed)
        let second = try again()
        let report = try await second.resume([
            second.step("a", check: { _ in true }),
            second.step("b", inputs: [.value(name: "v", "1")]), second.step("c"),
            second.step("d"), second.step("e", ["d"]),
        ])
        #expect(report.isSuccess)
        #expect(report["a"]?.outcome == .skipped(.alreadyDone))
        #expect(report["b"]?.outcome == .skipped(.inputsUnchanged))
        // Nothing proves c: recorded success is a hint only.
        #expect(second.journal.all == ["c", "d", "e"])
        #expect(report.state.started == first.state.started)
    }

    @Test("a settled step neither runs nor is asked, and counts as done") func settled()
        async throws
    {
        var first = try bench.step(
            "a", check: { _ in throw Failure("test.broken", "it was asked") },
            inputs: [.value(name: "v", "1")])
        let digest = try StepGraph(id: "test", steps: [first]).planDigest
        first.isSettled = true
        #expect(try StepGraph(id: "test", steps: [first]).planDigest == digest)
        let report = try await bench.run([first, bench.step("b", ["a"])])
        #expect(report["a"]?.outcome == .skipped(.alreadyDone))
        #expect(bench.journal.all == ["b"])
    }

    @Test("what a resume would refuse is known before it begins") func check() async throws {
        let report = try await bench.run(
            bench.step("a"), bench.step("b", ["a"], fails: true), bench.step("c", ["b"]))
        let graph = try StepGraph(
            id: "test",
            steps: [bench.step("a"), bench.step("b", ["a"]), bench.step("c", ["b"])])
        func answer(_ beginning: StepOptions.Beginning) async -> String? {
            var bench = bench
            bench.options.beginning = beginning
            let runner = bench.runner
            return await code { try runner.check(graph, with: report.state) }
        }
        #expect(await answer(.resume) == nil)
        #expect(await answer(.resumeFrom("b")) == nil)
        #expect(await answer(.resumeFrom("c")) == "steps.unfinished_prerequisite")
        #expect(await answer(.resumeFrom("d")) == "steps.unknown_step")
    }

    @Test("a retry never makes a failed step a skipped one") func retry() async throws {
        _ = try await bench.run(
            bench.step("a", fails: true, inputs: [.value(name: "v", "1")]), bench.step("b", ["a"]))
        let second = try again()
        let report = try await second.resume([
            second.step("a", fails: true, inputs: [.value(name: "v", "1")]),
            second.step("b", ["a"]),
        ])
        #expect(report.outcome == .failed)
        #expect(report["a"]?.outcome == .failed(.function))
        #expect(report["b"]?.outcome == .skipped(.dependencyFailed("a")))
    }

    @Test("a completed step whose check says no runs again") func checkSaysNo() async throws {
        _ = try await bench.run(
            bench.step("a", check: { _ in false }), bench.step("b", fails: true))
        let second = try again()
        _ = try await second.resume([
            second.step("a", check: { _ in false }), second.step("b"),
        ])
        #expect(second.journal.all == ["a", "b"])
    }

    @Test("inputs changed since success") func inputsChanged() async throws {
        _ = try await bench.run(
            bench.step("a", inputs: [.value(name: "v", "1")]), bench.step("b", fails: true))
        let second = try again()
        _ = try await second.resume([
            second.step("a", inputs: [.value(name: "v", "2")]), second.step("b"),
        ])
        #expect(second.journal.all == ["a", "b"])
    }

    @Test("resume from a named step") func named() async throws {
        _ = try await bench.run(
            bench.step("a", check: { _ in false }),
            bench.step("b", ["a"], inputs: [.value(name: "v", "1")]), bench.step("c", ["b"]))
        let second = try again()
        let report = try await second.resume(
            [
                second.step("a", check: { _ in true }),
                second.step("b", ["a"], inputs: [.value(name: "v", "1")]), second.step("c", ["b"]),
            ], from: "b")
        #expect(report["a"]?.outcome == .skipped(.alreadyDone))
        #expect(second.journal.all == ["b", "c"])
    }

    @Test("resume from a step with an unfinished prerequisite names it") func unfinished()
        async throws
    {
        let steps = try [
            bench.step("a", fails: true), bench.step("b", ["a"]), bench.step("c", ["b"]),
        ]
        _ = try await bench.run(steps)
        let run = bench
        do {
            _ = try await run.resume(steps, from: "c")
            Issue.record("it ran")
        } catch let failure as Failure {
            #expect(failure.code == "steps.unfinished_prerequisite")
            #expect(failure.message == "step 'c' needs 'a', which is not done")
            #expect(failure.causes == ["'a' failed (function)"])
        }
        #expect(await code { _ = try await run.resume(steps, from: "bb") } == "steps.unknown_step")
    }

    @Test("resume from a step whose prerequisite is not done any more") func undoneBehindUs()
        async throws
    {
        _ = try await bench.run(bench.step("a", check: { _ in false }), bench.step("b", ["a"]))
        let second = try again()
        let report = try await second.resume(
            [second.step("a", check: { _ in false }), second.step("b", ["a"])], from: "b")
        #expect(report["a"]?.error?.code == "steps.unfinished_prerequisite")
        #expect(report["b"]?.outcome == .skipped(.dependencyFailed("a")))
        #expect(second.journal.all.isEmpty)
    }

    @Test("plan changed since the failure") func planChanged() async throws {
        _ = try await bench.run(
            bench.step("a", check: { _ in false }), bench.step("b", fails: true), bench.step("x"))
        let second = try again()
        let steps = try [
            second.step("a", check: { _ in true }), second.step("b", ["a"]), second.step("new"),
        ]
        do {
            _ = try await second.resume(steps)
            Issue.record("it ran")
        } catch let failure as Failure {
            #expect(failure.code == "steps.plan_changed")
            #expect(failure.causes == ["added: new", "removed: x", "changed: b"])
            #expect(failure.hint?.contains("--replan") == true)
        }
        var third = second
        third.options.replan = true
        #expect(try await third.resume(steps).isSuccess)
        #expect(third.journal.all == ["b", "new"])
    }

    @Test(
        "damaged and partial state file",
        arguments: ["", "{", "[]", #"{"schema":"envctl.steps/1","gra"#, "\u{0}"])
    func damaged(_ text: String) async throws {
        try folder.write(text, "steps.json")
        let report = try await bench.resume([
            bench.step("a", check: { _ in true }), bench.step("b"),
        ])
        #expect(report.isSuccess)
        #expect(bench.journal.all == ["b"])
        let event = try #require(bench.sink.named("step.state_damaged").first)
        let aside = try #require(event.data["set_aside"]?.string)
        #expect(aside.hasPrefix(folder.file("steps.json.bad-")))
        #expect(try FileSystem.readText(aside) == text)
    }

    @Test func aRecordOfANewerVersionIsRefusedAndKept() async throws {
        try folder.write(#"{"schema":"envctl.steps/2"}"#, "steps.json")
        let run = bench
        #expect(await code { _ = try await run.resume([run.step("a")]) } == "state.newer")
        #expect(try folder.text("steps.json") == #"{"schema":"envctl.steps/2"}"#)
    }

    @Test("two resumes at once") func two() async throws {
        let (gate, began) = (Gate(), Gate())
        let steps = try [bench.waiting("a", at: gate, began: began)]
        let run = bench
        async let winner = run.run(steps)
        await began.wait()
        let second = try again()
        do {
            _ = try await second.resume(steps)
            Issue.record("both ran")
        } catch let failure as Failure {
            #expect(failure.code == "steps.busy")
            #expect(failure.causes.first?.contains("test") == true)
        }
        gate.open()
        #expect(try await winner.isSuccess)
    }

    @Test func theStateCanBeLookedAtWhileItRuns() async throws {
        let (gate, began) = (Gate(), Gate())
        let steps = try [bench.waiting("a", at: gate, began: began)]
        let run = bench
        async let report = run.run(steps)
        await began.wait()
        guard case .state(let state) = try bench.runner.state() else {
            gate.open()
            Issue.record("nothing is recorded")
            return
        }
        #expect(state.current.map(\.id) == ["a"])
        gate.open()
        #expect(try await report.isSuccess)
    }
}
