import Glibc
import Platform
import Supervision
import Testing
import Vocabulary

/// A supervisor that becomes another program in place, with real processes. A copy of its binary
/// stands for the newer version.
@Suite(.serialized) struct ReexecutionTests {
    static let api = ComponentID(unchecked: "api")

    private func newer(in world: World) throws -> String {
        let path = "\(world.folder)/newer-supervisor"
        try FileSystem.writeAtomically(
            try FileSystem.read(world.start.executable), to: path, mode: 0o755)
        return path
    }

    private func replace(_ client: SupervisorClient, in world: World) throws -> SupervisorClient {
        try client.reexecute(
            try newer(in: world), socket: world.start.socket, lock: world.start.lock)
    }

    private func state(_ client: SupervisorClient) throws -> JSON {
        try #require(try client.status()["components"]?.array?.first)
    }

    @Test func allStaysAndTheExitOfAChildIsStillKnown() throws {
        let world = try World()
        let first = try world.launchSupervisor()
        let spec = world.spec("api", "trap 'exit 7' USR1; while :; do sleep 0.01; done") {
            $0.restart = .always
        }
        let report = try first.launchAll([spec])[0]
        let second = try replace(first, in: world)
        #expect(second.hello.pid == first.hello.pid)
        #expect(
            try FileSystem.readLink("/proc/\(second.hello.pid)/exe").hasSuffix("newer-supervisor"))
        #expect(try state(second)["identity"] == report.identity?.json)
        #expect(try state(second)["status"]?.string == "ready")
        #expect(try world.events().contains("supervisor.replaced"))
        #expect(try !world.events().contains("supervisor.adopted"))
        try second.signal(Self.api, SIGUSR1)
        #expect(
            try world.eventually {
                let now = try state(second)
                return now["incarnation"]?.int == 2 && now["status"]?.string == "ready"
            })
        #expect(try state(second)["restarts"]?.int == 1)
        let exits = try world.exits()
        #expect(exits.map { $0["code"]?.int } == [7])
        // Once more, from a copy: the counter and the lock go on.
        let third = try replace(second, in: world)
        #expect(try state(third)["restarts"]?.int == 1)
        #expect(try state(third)["incarnation"]?.int == 2)
        #expect(try FileLock.isHeld(world.start.lock))
        let stop = try third.stop()
        #expect(stop.components.map(\.proof) == [world.proof])
        #expect(try world.living().isEmpty)
        #expect(try world.waitForEnd())
    }

    @Test func whatCanNotBeExecutedLeavesAllAsItWas() throws {
        let world = try World()
        let client = try world.launchSupervisor()
        _ = try client.launchAll([world.spec("api", "exec sleep 1000")])
        let path = "\(world.folder)/broken"
        try FileSystem.writeAtomically(Array("no program".utf8), to: path, mode: 0o755)
        for wrong in [path, "\(world.folder)/missing", "relative"] {
            let failure = #expect(throws: Failure.self) {
                try client.reexecute(wrong, socket: world.start.socket, lock: world.start.lock)
            }
            #expect(failure?.code == "supervisor.reexec_failed")
        }
        #expect(try state(client)["status"]?.string == "ready")
        _ = try client.stop()
        #expect(try world.living().isEmpty)
    }

    @Test func anOpenTransactionIsWaitedFor() throws {
        let world = try World()
        let first = try world.launchSupervisor()
        let spec = world.spec("api", "exec sleep 1000")
        try first.begin(TransactionPlan(id: "t", components: [spec.component]))
        let launched = try first.launch(spec)
        try wishAndLeave(in: world)
        _ = try first.waitReady(spec.component)
        try first.commit()
        let second = try replace(first, in: world)
        #expect(try state(second)["identity"] == launched.identity.json)
        _ = try second.stop()
    }

    /// It is asked and not waited for: the wish ends with its connection.
    private func wishAndLeave(in world: World) throws {
        let client = try SupervisorClient.connect(socket: world.start.socket)
        let program = try newer(in: world)
        let asked = try Cancellation()
        asked.cancel()
        let failure = #expect(throws: Failure.self) {
            try client.reexecute(
                program, socket: world.start.socket, lock: world.start.lock, cancellation: asked)
        }
        #expect(failure?.code == "supervisor.cancelled")
    }
}
