import Glibc
import Platform
import Supervision
import Testing
import Vocabulary

/// A new supervisor in the place of a killed one, with real processes.
@Suite(.serialized) struct AdoptionTests {
    static let api = ComponentID(unchecked: "api")

    /// Kills the supervisor and starts another one in the same run.
    private func replace(_ client: SupervisorClient, in world: World) throws -> SupervisorClient {
        kill(client.hello.pid, SIGKILL)
        #expect(try world.waitForEnd())
        var start = world.start
        start.adopts = true
        return try SupervisorLauncher.start(start)
    }

    private func state(_ client: SupervisorClient) throws -> JSON {
        try #require(try client.status()["components"]?.array?.first)
    }

    @Test(arguments: [true, false]) func whatLivesIsTakenOverAsItIs(_ groups: Bool) throws {
        let world = try World(groups: groups)
        let first = try world.launchSupervisor()
        let report = try first.launchAll([world.spec("api", "exec sleep 1000")])[0]
        let second = try replace(first, in: world)
        #expect(second.hello.run == first.hello.run)
        let found = try state(second)
        #expect(found["identity"] == report.identity?.json)
        #expect(found["status"]?.string == "ready")
        #expect(found["incarnation"]?.int == 1)
        #expect(try world.events().contains("supervisor.adopted"))
        let stop = try second.stop()
        #expect(stop.components.map(\.proof) == [world.proof])
        #expect(!stop.components[0].forced)
        #expect(try world.living().isEmpty)
        #expect(try world.waitForEnd())
    }

    @Test func anAdoptedOneThatEndsIsRestartedWithItsExitUnknown() throws {
        let world = try World()
        let first = try world.launchSupervisor()
        let report = try first.launchAll([world.spec("api", "exec sleep 1000")])[0]
        let second = try replace(first, in: world)
        kill(try #require(report.identity).pid, SIGKILL)
        #expect(
            try world.eventually {
                let now = try state(second)
                return now["incarnation"]?.int == 2 && now["status"]?.string == "ready"
            })
        #expect(try state(second)["restarts"]?.int == 1)
        // The counter and the incarnation outlive the next supervisor, too.
        let third = try replace(second, in: world)
        #expect(try state(third)["restarts"]?.int == 1)
        #expect(try state(third)["incarnation"]?.int == 2)
        _ = try third.stop()
    }

    @Test func whatEndedMeanwhileIsLostAndItsRemainsAreEnded() throws {
        let world = try World()
        let first = try world.launchSupervisor()
        let report = try first.launchAll([
            world.spec("api", "setsid sleep 1000 & exec sleep 1000"),
            world.spec("web", "exec sleep 1000"),
        ])[0]
        kill(first.hello.pid, SIGKILL)
        #expect(try world.waitForEnd())
        kill(try #require(report.identity).pid, SIGKILL)
        let second = try replace(first, in: world)
        #expect(try state(second)["status"]?.string == "lost")
        #expect(try world.eventually { try world.living().count == 1 })
        let again = try second.restart([Self.api])
        #expect(again.map(\.incarnation) == [2])
        #expect(again.map(\.status) == [.ready])
        _ = try second.stop()
        #expect(try world.living().isEmpty)
    }

    @Test func aPidOfAnotherBootIsNeverTakenOver() throws {
        let world = try World()
        let first = try world.launchSupervisor()
        _ = try first.launchAll([world.spec("api", "exec sleep 1000")])
        kill(first.hello.pid, SIGKILL)
        #expect(try world.waitForEnd())
        var record = try world.launchRecord()
        let left = StopWithoutSupervisor(launchRecord: record, kernel: world.kernel)
        // A stranger that has the recorded pid now, by all that is recorded: ourselves.
        record.components[0].current?.identity?.pid = getpid()
        record.components[0].current?.mark = world.mark
        try record.write(runFolder: world.start.runFolder, synced: false)
        var start = world.start
        start.adopts = true
        let second = try SupervisorLauncher.start(start)
        #expect(try state(second)["status"]?.string == "lost")
        _ = try second.stop()
        // What that record does not name any more.
        #expect(try left.stop().components.map(\.proof) == [world.proof])
    }

    @Test func oneThatWasNotReadyYetIsAskedOn() throws {
        let world = try World()
        let first = try world.launchSupervisor()
        let mark = "\(world.folder)/ready"
        let spec = world.spec(
            "api", "exec sleep 1000", ready: .file(path: mark, line: nil, value: nil),
            timeout: 30_000)
        try first.begin(TransactionPlan(id: "t", components: [spec.component]))
        let launched = try first.launch(spec)
        try first.commit()
        let second = try replace(first, in: world)
        #expect(try state(second)["status"]?.string == "starting")
        try FileSystem.writeAtomically(Array("yes\n".utf8), to: mark)
        let report = try second.waitReady(spec.component)
        #expect(report.status == .ready)
        #expect(report.identity == launched.identity)
        _ = try second.stop()
    }
}
