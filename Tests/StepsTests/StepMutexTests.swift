import Events
import Glibc
import Platform
import Testing
import Vocabulary

@testable import Steps

@Suite struct StepMutexTests {
    private let folder: TemporaryFolder
    private var bench: Bench
    /// What the other process waits on; kept open for as long as the test lasts.
    private let input = InputHolder()

    init() throws {
        folder = try TemporaryFolder()
        bench = try Bench()
        bench.options = StepOptions(jobs: 2, locksFolder: folder.file("locks"))
    }

    /// Takes the mutex as another process would: through a file description of its own.
    private func hold(_ name: String) throws -> FileLock? {
        try FileSystem.createDirectories(folder.file("locks"))
        return try FileLock.attempt(folder.file("locks/\(name).lock"), note: "web.prepare")
    }

    @Test("mutex across processes", .timeLimit(.minutes(1))) func acrossProcesses() async throws {
        var lock = try hold("apt")
        #expect(lock != nil)
        let steps = try [
            bench.step("a", mutexes: ["apt", "disk"]), bench.step("b", mutexes: ["disk"]),
        ]
        let run = bench
        async let report = run.run(steps)
        // All or none: while `a` waits for apt, disk is free for `b`.
        await bench.sink.wait(for: "step.end", id: "b")
        await bench.sink.wait(for: "step.waiting", id: "a")
        let event = try #require(bench.sink.named("step.waiting").first)
        #expect(event.data["mutex"] == "apt")
        #expect(event.data["holder"]?.string?.contains(" web.prepare ") == true)
        #expect(bench.journal.all == ["b"])
        lock = nil
        #expect(try await report.isSuccess)
        #expect(bench.journal.all == ["b", "a"])
        #expect(bench.sink.named("step.waiting").count == 1)
        #expect(try hold("apt") != nil)
    }

    @Test("mutex across processes: it dies with its holder", .timeLimit(.minutes(1)))
    func deadHolder() async throws {
        let (pid, ready) = try otherProcess(holding: "apt")
        #expect(try FileSystem.read(descriptor: ready.raw, subject: "pipe", limit: 1).count == 1)
        let steps = try [bench.step("a", mutexes: ["apt"])]
        let run = bench
        async let report = run.run(steps)
        await bench.sink.wait(for: "step.waiting", id: "a")
        #expect(bench.journal.all.isEmpty)
        kill(pid, SIGKILL)
        #expect(try await report.isSuccess)
        _ = try Reaping.exit(of: pid)
    }

    /// Another program, in another language, that takes the lock, says so, and never leaves.
    private func otherProcess(holding name: String) throws -> (pid: Int32, ready: Descriptor) {
        try FileSystem.createDirectories(folder.file("locks"))
        let script = """
            import fcntl, os, struct, sys
            lock = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.fcntl(lock, 37, struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 0, 0, 0))
            os.write(1, b"x")
            os.read(0, 1)
            """
        let feed = try Descriptor.pipe()
        let said = try Descriptor.pipe()
        let python = try #require(Program.find("python3", path: nil, directory: "/"))
        let pid = try spawn(
            SpawnRequest(
                program: python,
                arguments: ["python3", "-c", script, folder.file("locks/\(name).lock")],
                environment: [], descriptors: [feed.reading.raw, said.writing.raw, 2]))
        input.keep(feed.writing)
        return (pid, said.reading)
    }

    @Test("the wait for a mutex is bounded", .timeLimit(.minutes(1))) func bounded() async throws {
        let lock = try hold("apt")
        var bench = bench
        bench.options.mutexWait = 20
        let report = try await bench.run(bench.step("a", mutexes: ["apt"]), bench.step("b", ["a"]))
        #expect(report["a"]?.outcome == .failed(.mutex))
        #expect(report["a"]?.error?.causes.first?.contains("web.prepare") == true)
        #expect(report["b"]?.outcome == .skipped(.dependencyFailed("a")))
        withExtendedLifetime(lock) {}
    }

    @Test("a waiting step is cancelled with the run", .timeLimit(.minutes(1)))
    func cancelled() async throws {
        let lock = try hold("apt")
        let steps = try [bench.step("a", mutexes: ["apt"])]
        let run = bench
        async let report = run.run(steps)
        await bench.sink.wait(for: "step.waiting")
        bench.cancellation.cancel()
        #expect(try await report["a"]?.outcome == .skipped(.cancelled))
        withExtendedLifetime(lock) {}
    }

    @Test("a mutex makes no edge: no cycle with a dependency") func noEdge() async throws {
        let report = try await bench.run(
            bench.step("b", ["a"], mutexes: ["m"]), bench.step("a", mutexes: ["m"]),
            bench.step("c", mutexes: ["m"]))
        #expect(report.isSuccess)
        #expect(bench.journal.all == ["a", "b", "c"])
    }

    @Test func oddNamesGetLockFilesToo() async throws {
        let report = try await bench.run(bench.step("a", mutexes: ["../x/y", "é".description]))
        #expect(report.isSuccess)
        let names = try FileSystem.list(folder.file("locks"))
        #expect(names.count == 2)
        #expect(names.allSatisfy { $0.hasPrefix("x.") && $0.hasSuffix(".lock") })
    }
}
