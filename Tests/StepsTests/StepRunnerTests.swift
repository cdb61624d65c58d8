import Events
import Platform
import Testing
import Vocabulary

@testable import Steps

@Suite struct StepRunnerTests {
    @Test("ESS-001 single step") func single() async throws {
        let bench = try Bench()
        let report = try await bench.run(bench.step("a"))
        #expect(report.isSuccess)
        #expect(report.results.map(\.id) == ["a"])
        #expect(bench.sink.story == ["start a", "end a succeeded"])
    }

    @Test("ESS-002 declared order") func declaredOrder() async throws {
        let bench = try Bench()
        _ = try await bench.run(bench.step("c"), bench.step("a"), bench.step("b"))
        #expect(bench.journal.all == ["c", "a", "b"])
    }

    @Test("ESS-003 dependencies respected", arguments: [1, 4])
    func dependencies(jobs: Int) async throws {
        var bench = try Bench()
        bench.options = StepOptions(jobs: jobs)
        _ = try await bench.run(
            bench.step("c", ["b"]), bench.step("b", ["a"]), bench.step("a"))
        #expect(bench.journal.all == ["a", "b", "c"])
    }

    @Test("ESS-004 done steps skipped") func done() async throws {
        let bench = try Bench()
        let report = try await bench.run(
            bench.step("a", check: { _ in true }), bench.step("b", ["a"]),
            bench.step("c", check: { _ in false }))
        #expect(report["a"]?.outcome == .skipped(.alreadyDone))
        #expect(bench.journal.all == ["b", "c"])
        #expect(report.isSuccess)
    }

    @Test("ESS-005 stop on failure") func stop() async throws {
        let bench = try Bench()
        let report = try await bench.run(
            bench.step("a"), bench.step("b", fails: true), bench.step("c", ["b"]),
            bench.step("d", ["c"]), bench.step("e"))
        #expect(bench.journal.all == ["a", "b"])
        #expect(report.outcome == .failed)
        #expect(report["b"]?.outcome == .failed(.function))
        #expect(report["c"]?.outcome == .skipped(.dependencyFailed("b")))
        #expect(report["d"]?.outcome == .skipped(.dependencyFailed("b")))
        #expect(report["e"]?.outcome == .skipped(.stopped(after: "b")))
        #expect(report.firstFailure?.id == "b")
        #expect(report.firstFailure?.error?.code == "test.broken")
    }

    @Test("ESS-006 custom function") func function() async throws {
        let bench = try Bench()
        let counting = try Step(
            "a", "counts", function: { _ in StepOutcomeNote(counters: ["rows": 3]) })
        let idle = try Step(
            "b", "does nothing", function: { _ in StepOutcomeNote(skipped: "not needed") })
        let report = try await bench.run(counting, idle)
        #expect(report["a"]?.counters == ["rows": 3])
        #expect(report["b"]?.outcome == .skipped(.other("not needed")))
    }

    @Test("ESS-007 progress numbers") func progress() async throws {
        let bench = try Bench()
        let steps = try Step(
            "a", "two commands", commands: [bench.shell("true"), bench.shell("true")])
        _ = try await bench.run(steps, bench.step("b"))
        let starts = bench.sink.named("step.start")
        #expect(starts.map { $0.data["number"] } == [1, 2])
        #expect(starts.map { $0.data["total"] } == [2, 2])
        let progress = bench.sink.named("step.progress")
        #expect(progress.map { $0.data["number"] } == [1, 2])
        #expect(progress.map { $0.data["total"] } == [2, 2])
    }

    @Test("ESS-009 output collected") func output() async throws {
        let folder = try TemporaryFolder()
        let bench = try Bench()
        var command = bench.shell("echo one; echo two >&2; printf three")
        command.logPath = folder.file("api.log")
        try folder.write("before\n", "api.log")
        let report = try await bench.run(try Step("a", "talks", commands: [command]))
        #expect(report["a"]?.output == "one\ntwo\nthree")
        #expect(bench.sink.named("step.output").map { $0.data["line"] } == ["one", "two", "three"])
        #expect(try folder.text("api.log") == "before\none\ntwo\nthree")
    }

    @Test("ESS-009 only the tail of a long output is kept") func tail() async throws {
        let bench = try Bench()
        let script =
            "i=0; while [ $i -lt 3000 ]; do echo 0123456789012345678901234567890; i=$((i+1)); done; echo end"
        let report = try await bench.run(try Step("a", "talks", commands: [bench.shell(script)]))
        #expect(report["a"]?.output.utf8.count == 65_536)
        #expect(report["a"]?.output.hasSuffix("\nend\n") == true)
    }

    @Test("ESS-010 mutexes tracked") func mutexes() async throws {
        var bench = try Bench()
        bench.options = StepOptions(jobs: 4)
        let (gate, began) = (Gate(), Gate())
        let first = try bench.waiting("a", at: gate, began: began, mutexes: ["x", "y"])
        let steps = try [
            first, bench.step("b", mutexes: ["y", "z"]), bench.step("c", mutexes: ["z"]),
        ]
        let run = bench
        async let report = run.run(steps)
        await began.wait()
        await bench.sink.wait(for: "step.end", id: "c")
        #expect(bench.journal.all == ["c"])
        gate.open()
        #expect(try await report.isSuccess)
        #expect(bench.journal.all == ["c", "b"])
    }

    @Test func readyStepsRunSideBySideUpToJobs() async throws {
        var bench = try Bench()
        bench.options = StepOptions(jobs: 2)
        let gates = [Gate(), Gate()]
        let began = [Gate(), Gate()]
        let steps = try [
            bench.waiting("a", at: gates[0], began: began[0]),
            bench.waiting("b", at: gates[1], began: began[1]), bench.step("c"),
        ]
        let run = bench
        async let report = run.run(steps)
        await began[0].wait()
        await began[1].wait()
        #expect(bench.sink.story == ["start a", "start b"])
        gates[1].open()
        await bench.sink.wait(for: "step.end", id: "c")
        gates[0].open()
        #expect(try await report.isSuccess)
    }

    @Test func notInWaves() async throws {
        var bench = try Bench()
        bench.options = StepOptions(jobs: 2)
        let gate = Gate()
        let steps = try [
            bench.waiting("slow", at: gate), bench.step("a"), bench.step("b", ["a"]),
        ]
        let run = bench
        async let report = run.run(steps)
        await bench.sink.wait(for: "step.end", id: "b")
        gate.open()
        #expect(try await report.isSuccess)
    }

    @Test func graphsShareOneLimit() async throws {
        let limit = JobLimit(1)
        var (one, two) = (try Bench(), try Bench())
        one.options.jobs = limit
        two.options.jobs = limit
        let (gate, began) = (Gate(), Gate())
        let (first, second) = (one, two)
        let step = try first.waiting("a", at: gate, began: began)
        async let slow = first.run(step)
        await began.wait()
        let next = try second.step("b")
        async let quick = second.run(next)
        gate.open()
        #expect(try await slow.isSuccess)
        #expect(try await quick.isSuccess)
        #expect(limit.take(orWake: try Mailbox()))
    }

    @Test("a check that throws is a failure with the check named") func checkThrows() async throws {
        let bench = try Bench()
        let report = try await bench.run(
            bench.step("a", check: { _ in throw Failure("test.x", "no answer") }))
        #expect(report["a"]?.outcome == .failed(.check))
        #expect(report["a"]?.error?.message == "the check of step 'a' could not be made")
        #expect(report["a"]?.error?.causes == ["no answer"])
        #expect(bench.journal.all.isEmpty)
    }

    @Test("dependency on a skipped step") func skippedDependency() async throws {
        let bench = try Bench()
        let report = try await bench.run(
            bench.step("a", check: { _ in true }),
            bench.step("b", ["a"], fails: true, policy: .continue),
            bench.step("c", ["b"]), bench.step("d", ["c", "a"]), bench.step("e", ["a"]))
        #expect(bench.journal.all == ["b", "e"])
        #expect(report["d"]?.outcome == .skipped(.dependencyFailed("b")))
    }

    @Test("policy stop") func policyStop() async throws {
        let bench = try Bench()
        let report = try await bench.run(
            bench.step("a", fails: true, policy: .stop), bench.step("b"))
        #expect(report.outcome == .failed)
        #expect(report["b"]?.outcome == .skipped(.stopped(after: "a")))
    }

    @Test("policy stop lets what runs end") func policyStopRunning() async throws {
        var bench = try Bench()
        bench.options = StepOptions(jobs: 2)
        let gate = Gate()
        let steps = try [
            bench.waiting("slow", at: gate), bench.step("a", fails: true),
            bench.step("b", ["slow"]),
        ]
        let run = bench
        async let report = run.run(steps)
        await bench.sink.wait(for: "step.end", id: "b")
        gate.open()
        let ended = try await report
        #expect(ended["slow"]?.outcome == .succeeded)
        #expect(ended["b"]?.outcome == .skipped(.stopped(after: "a")))
    }

    @Test("policy continue") func policyContinue() async throws {
        let bench = try Bench()
        let report = try await bench.run(
            bench.step("a", fails: true, policy: .continue), bench.step("b", ["a"]),
            bench.step("c"))
        #expect(report.outcome == .failed)
        #expect(report["b"]?.outcome == .skipped(.dependencyFailed("a")))
        #expect(bench.journal.all == ["a", "c"])
    }

    @Test("policy soft") func policySoft() async throws {
        let bench = try Bench()
        let report = try await bench.run(
            bench.step("a", fails: true, policy: .soft), bench.step("b", ["a"]))
        #expect(report.outcome == .degraded)
        #expect(!report.isSuccess)
        #expect(report["a"]?.outcome == .failed(.function))
        #expect(bench.journal.all == ["a", "b"])
    }

    @Test func anEmptyGraphSucceeds() async throws {
        #expect(try await Bench().run([]).isSuccess)
    }
}
