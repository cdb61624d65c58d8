import Glibc
import Platform
import Testing
import Vocabulary

@testable import Steps

/// Real programs that a timeout or a cancel ends.
@Suite struct StepInterruptionTests {
    @Test("SINT-003 timeout", .timeLimit(.minutes(1))) func timeout() async throws {
        let bench = try Bench()
        let step = try Step(
            "a", "hangs", commands: [bench.shell("echo on; exec sleep 600")], timeout: 8000)
        let report = try await bench.run(step, bench.step("b", ["a"]))
        #expect(report["a"]?.outcome == .timedOut)
        #expect(report["a"]?.error?.code == "step.timed_out")
        #expect(report["a"]?.error?.message == "step 'a' did not end within 8000 ms")
        #expect(report["a"]?.output == "on\n")
        #expect(report["b"]?.outcome == .skipped(.dependencyFailed("a")))
        #expect(report.outcome == .failed)
    }

    @Test("SINT-003 timeout of one command", .timeLimit(.minutes(1)))
    func commandTimeout() async throws {
        let bench = try Bench()
        var command = bench.shell("exec sleep 600")
        command.timeout = 100
        let report = try await bench.run(try Step("a", "runs it", commands: [command]))
        #expect(report["a"]?.outcome == .timedOut)
        #expect(report["a"]?.error?.message == "step 'a' did not end within 100 ms")
    }

    @Test("SINT-003 timeout of a function", .timeLimit(.minutes(1)))
    func functionTimeout() async throws {
        let step = try Step(
            "a", "hangs",
            function: { context in
                _ = try await context.run(
                    .shell("exec sleep 600", directory: "/", environment: [:]))
                return nil
            }, timeout: 100)
        #expect(try await Bench().run(step)["a"]?.outcome == .timedOut)
    }

    @Test("timeout kills grandchildren", .timeLimit(.minutes(1)))
    func grandchildren() async throws {
        let folder = try TemporaryFolder()
        let bench = try Bench()
        // One in the group, one in a session of its own, orphaned, deaf to SIGTERM.
        let script = """
            sleep 600 & echo $! > group
            setsid sh -c 'trap "" TERM; sh -c "echo \\$\\$ > far; exec sleep 600" & wait' &
            while [ ! -s far ]; do :; done
            mkfifo never; read x < never
            """
        var command = bench.shell(script)
        command.directory = folder.path
        let step = try Step("a", "breeds", commands: [command], timeout: 8000)
        let report = try await bench.run(step)
        #expect(report["a"]?.outcome == .timedOut)
        for name in ["group", "far"] {
            let pid = try #require(Int32(try folder.text(name).prefix { $0 != "\n" }))
            let entry = ProcessEntry.read(pid)
            #expect(entry == nil || entry?.isZombie == true, "\(name) lives")
        }
    }

    @Test("cancelled against failed", .timeLimit(.minutes(1))) func cancelled() async throws {
        var bench = try Bench()
        bench.options = StepOptions(jobs: 2)
        let step = try Step("a", "hangs", commands: [bench.shell("echo on; exec sleep 600")])
        let deaf = try Step(
            "f", "throws when cancelled",
            function: { context in
                _ = try await context.run(
                    .shell("echo on; exec sleep 600", directory: "/", environment: [:]))
                throw Failure("test.never", "not reached")
            })
        let steps = try [step, deaf, bench.step("b", ["a"]), bench.step("c")]
        let run = bench
        async let report = run.run(steps)
        await bench.sink.wait(for: "step.output", id: "a")
        await bench.sink.wait(for: "step.output", id: "f")
        bench.cancellation.cancel(.signal(SIGINT))
        let ended = try await report
        #expect(ended.outcome == .cancelled)
        #expect(ended["a"]?.outcome == .cancelled)
        #expect(ended["f"]?.outcome == .cancelled)
        #expect(ended["b"]?.outcome == .skipped(.cancelled))
        #expect(ended["c"]?.outcome == .skipped(.cancelled))
        #expect(ended.firstFailure == nil)
        #expect(ended.state.failed == nil)
    }

    /// The loop hears of it while it settles an end, not while it waits.
    @Test("cancelled in the moment a step ends", .timeLimit(.minutes(1)))
    func cancelledAtAnEnd() async throws {
        var bench = try Bench()
        bench.options = StepOptions(jobs: 2)
        let begun = Gate()
        let hangs = try Step("a", "hangs", commands: [bench.shell("echo on; exec sleep 600")])
        let short = try Step(
            "s", "waits for the other",
            function: { _ in
                await begun.wait()
                return nil
            })
        let run = bench
        let cancellation = bench.cancellation
        bench.sink.react(to: "step.end") { cancellation.cancel() }
        async let report = run.run([hangs, short])
        await bench.sink.wait(for: "step.output", id: "a")
        begun.open()
        let ended = try await report
        #expect(ended["s"]?.isSuccess == true)
        #expect(ended["a"]?.outcome == .cancelled)
    }

    @Test func aCancelledRunBeginsNothing() async throws {
        let bench = try Bench()
        bench.cancellation.cancel()
        let report = try await bench.run(bench.step("a"))
        #expect(report.outcome == .cancelled)
        #expect(bench.journal.all.isEmpty)
    }

    @Test func aFailureBeforeTheCancelStaysAFailure() async throws {
        let bench = try Bench()
        let cancel = try Step(
            "z", "cancels",
            function: { _ in
                bench.cancellation.cancel()
                return nil
            })
        let report = try await bench.run(
            bench.step("a", fails: true, policy: .continue), cancel, bench.step("b"))
        #expect(report.outcome == .failed)
        #expect(report["z"]?.outcome == .succeeded)
        #expect(report["b"]?.outcome == .skipped(.cancelled))
    }
}
