import Glibc
import Platform
import RunState
import Testing
import Truth
import Vocabulary

/// Truth on the real kernel: real processes, sockets and locks.
@Suite final class RealTruthTests {
    let folder = "/tmp/envctl-test-truth-\(Random.hex(bytes: 6))"
    let layout: StateLayout
    let kernel: KernelInstance

    init() throws {
        layout = StateLayout(
            StateRoots(
                state: folder, runtime: folder + "/run", cache: folder + "/cache", isRoot: false))
        kernel = try KernelInstance.current(environment: [:])
    }

    deinit {
        // A leftover below /tmp fails no test.
        try? FileSystem.removeTree(folder)
    }

    private var project: ProjectLayout { layout.scope(Records.scope).project(.main) }

    private func observe(_ component: ComponentRecord) throws -> ObservedComponent {
        let record = Records.run([component])
        _ = try RunRepository(layout).create(record)
        let seen = try Truth(layout: layout, kernel: kernel).observe([record])
        return try #require(seen.first?.components.first)
    }

    private func component(_ child: TestChild, _ port: Port) throws -> ComponentRecord {
        var record = try Records.service()
        let identity: ProcessIdentity = try #require(kernel.identity(of: child.pid))
        record.identity = identity
        record.ports = [BoundPort(resource: "main", port: port)]
        return record
    }

    @Test func aChildWithItsSocketIsReadyAndLostWhenKilled() throws {
        let (socket, port) = try TestChild.listener()
        let child = try TestChild(holding: socket)
        close(socket)
        let record = try component(child, port)
        #expect(try observe(record).status == .ready)
        #expect(try observe(record).ownPorts == [port])
        try child.kill()
        let seen = try observe(record)
        #expect(seen.status == .lost)
        #expect(!seen.isAlive)
    }

    @Test func aStolenPortNamesTheThief() throws {
        let (socket, port) = try TestChild.listener()
        defer { close(socket) }
        let child = try TestChild(holding: nil)
        let seen = try observe(try component(child, port))
        #expect(seen.status == .foreign)
        #expect(seen.holder?.pid == getpid())
        #expect(seen.holder?.program == ProcessEntry.read(getpid())?.name)
        #expect(seen.isAlive)
    }

    @Test func anotherBootKnowsNoneOfOurProcesses() throws {
        let child = try TestChild(holding: nil)
        var record = try component(child, try Records.port(1))
        record.ports = []
        #expect(try observe(record).status == .ready)
        record.identity?.bootID = "another"
        #expect(try observe(record).status == .lost)
    }

    @Test func theSupervisorIsItsLock() throws {
        var run = Records.run([])
        _ = try RunRepository(layout).create(run)
        let truth = Truth(layout: layout, kernel: kernel)
        #expect(try truth.observe([run]).first?.supervisor == .lost)
        do {
            let lock = try #require(
                try FileLock.attempt(project.supervisorLock, note: "supervisor"))
            #expect(try truth.observe([run]).first?.supervisor == .running)
            withExtendedLifetime(lock) {}
        }
        run.ended = run.started
        #expect(try truth.observe([run]).first?.supervisor == .stopped)
    }

    @Test(arguments: [("begun", true), ("committed", false), ("aborted", false)])
    func aStartThatNobodyFinishedIsTold(state: String, interrupted: Bool) throws {
        let run = Records.run([])
        let writer = try RunRepository(layout).create(run)
        let truth = Truth(layout: layout, kernel: kernel)
        #expect(try truth.observe([run]).first?.interruptedStart == false)
        let launch: JSON = ["transaction": ["state": .string(state)]]
        try FileSystem.writeAtomically(Array(launch.compact.utf8), to: writer.run.launch)
        #expect(try truth.observe([run]).first?.interruptedStart == interrupted)
    }

    @Test func aChangeThatASupervisorHasJustWrittenIsNoLoss() throws {
        let stale = Records.run([try Records.service()])
        var fresh = stale
        fresh.services[0].status = .starting
        fresh.services[0].identity = nil
        _ = try RunRepository(layout).create(fresh)
        let lock = try FileLock.attempt(project.supervisorLock, note: "supervisor")
        let seen = try Truth(layout: layout, kernel: kernel).observe([stale])
        #expect(seen.first?.components.first?.status == .starting)
        withExtendedLifetime(lock) {}
    }

    @Test func lookingWritesNothing() throws {
        let run = Records.run([try Records.service()])
        #expect(try Truth(layout: layout, kernel: kernel).observe([run]).count == 1)
        #expect(!FileSystem.exists(folder))
    }
}
