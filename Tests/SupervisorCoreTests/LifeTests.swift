import Glibc
import Platform
import Supervision
import Testing
import Vocabulary

/// The supervisor with real processes.
@Suite(.serialized) struct LifeTests {
    @Test(arguments: [true, false])
    func aServiceStartsIsSeenAndStopsWithProof(_ groups: Bool) throws {
        let world = try World(groups: groups)
        let client = try world.launchSupervisor()
        #expect(client.hello.run == world.start.run)
        let report = try client.launchAll([world.spec("api", "exec sleep 1000")])[0]
        #expect(report.status == .ready)
        let identity = try #require(report.identity)
        #expect(ProcessEntry.read(identity.pid)?.session == identity.pid)
        #expect(try client.status()["components"]?.array?.first?["status"]?.string == "ready")
        let stop = try client.stop()
        #expect(stop.components.map(\.proof) == [world.proof])
        #expect(stop.components[0].exit == Exit(code: 143, signal: SIGTERM))
        #expect(!stop.components[0].forced)
        #expect(try world.living().isEmpty)
        #expect(try world.waitForEnd())
    }

    @Test func anExitBeforeReadyFailsAtOnce() throws {
        let world = try World()
        let client = try world.launchSupervisor()
        let report = try client.launchAll(
            [world.spec("api", "echo broken config >&2; exit 3", ready: .notify)], commit: false)[0]
        #expect(report.status == .failed)
        #expect(report.exit == Exit(code: 3))
        #expect(report.log == ["broken config"])
        #expect(report.milliseconds < 2000)
        _ = try client.abort()
    }

    @Test func aTimeoutNamesTheProbeItsAnswerAndTheLog() throws {
        let world = try World()
        let client = try world.launchSupervisor()
        let report = try client.launchAll(
            [
                world.spec(
                    "api", "echo waiting; exec sleep 1000", ready: .log(pattern: "^listening"),
                    timeout: 300)
            ], commit: false)[0]
        #expect(report.status == .failed)
        #expect(report.probe == "log /^listening/")
        #expect(report.answer == "no line of the log matches")
        #expect(report.log == ["waiting"])
        #expect(report.reason?.contains("300 ms") == true)
        _ = try client.abort()
        #expect(try world.living().isEmpty)
    }

    static let hiders = [
        (
            "forks twice",
            "sh -c 'sleep 1000 & sleep 1000 &'; sh -c '(sleep 1000 &) &'; exec sleep 1000"
        ),
        ("leaves the session", "setsid sleep 1000 & setsid setsid sleep 1000 & exec sleep 1000"),
        ("has no environment", "env -i setsid sleep 1000 & exec sleep 1000"),
        (
            "ignores SIGTERM",
            "trap '' TERM; sh -c \"trap '' TERM; sleep 1000; sleep 1000\" & wait; sleep 1000"
        ),
    ]

    @Test(arguments: hiders, [true, false])
    func everythingThatItStartedIsGone(_ hider: (String, String), _ groups: Bool) throws {
        let (name, script) = hider
        let world = try World(groups: groups)
        let client = try world.launchSupervisor()
        let report = try client.launchAll([
            world.spec("api", script, ready: .alive(milliseconds: 150)) { $0.stop.timeout = 200 }
        ])[0]
        #expect(report.status == .ready)
        // The detector detects: more than the first process is there.
        #expect(try world.living().count > 1)
        let stop = try client.stop([ComponentID(unchecked: "api")])
        #expect(stop.isComplete)
        #expect(stop.components[0].proof == world.proof)
        #expect(stop.components[0].forced == (name == "ignores SIGTERM"))
        #expect(try world.living().isEmpty)
    }

    @Test func aClientThatGoesBeforeCommitLeavesNothing() throws {
        let world = try World()
        var client: SupervisorClient? = try world.launchSupervisor()
        let report = try client?.launchAll([world.spec("api", "exec sleep 1000")], commit: false)
        #expect(report?[0].status == .ready)
        #expect(try world.launchRecord().transaction?.state == .begun)
        client = nil
        #expect(try world.waitForEnd())
        #expect(try world.living().isEmpty)
        #expect(try world.launchRecord().transaction?.state == .aborted)
    }

    @Test func whatRanBeforeAnAbortStays() throws {
        let world = try World()
        let client = try world.launchSupervisor()
        let first = try client.launchAll([world.spec("db", "exec sleep 1000")])[0]
        _ = try client.launchAll([world.spec("api", "exec sleep 1000")], commit: false)
        let stop = try client.abort()
        #expect(stop.components.map(\.component.rawValue) == ["api"])
        #expect(try world.living() == [try #require(first.identity).pid])
        _ = try client.stop()
    }

    @Test func aSecondSupervisorIsRefused() throws {
        let world = try World()
        let client = try world.launchSupervisor()
        let failure = #expect(throws: Failure.self) { try world.launchSupervisor() }
        #expect(failure?.code == "supervisor.running")
        #expect(try FileLock.isHeld(world.start.lock))
        try client.ping()
    }

    @Test func aKilledServiceComesBackUnderANewIncarnation() throws {
        let world = try World()
        let client = try world.launchSupervisor()
        let report = try client.launchAll([world.spec("api", "exec sleep 1000")])[0]
        kill(try #require(report.identity).pid, SIGKILL)
        #expect(
            try world.eventually {
                let status = try client.status()["components"]?.array?.first
                return status?["incarnation"]?.int == 2 && status?["status"]?.string == "ready"
            })
        #expect(try client.status()["components"]?.array?.first?["restarts"]?.int == 1)
        #expect(try world.events().contains("component.restarting"))
        _ = try client.stop()
    }

    @Test func aFailedSpawnTellsStepAndErrno() throws {
        let world = try World()
        let client = try world.launchSupervisor()
        let spec = world.spec("api", "") { $0.program = "/nonexistent/program" }
        try client.begin(TransactionPlan(id: "t", components: [spec.component]))
        let failure = #expect(throws: Failure.self) { try client.launch(spec) }
        #expect(failure?.code == "component.spawn_failed")
        #expect(failure?.details["errno"]?.int == Int(ENOENT))
        #expect(failure?.details["step"]?.string == "posix_spawn")
        let missing = world.spec("web", "") { $0.directory = "/nonexistent/folder" }
        let second = #expect(throws: Failure.self) { try client.launch(missing) }
        #expect(second?.details["step"]?.string == "chdir")
        #expect(second?.location == "/nonexistent/folder")
        _ = try client.abort()
    }

    @Test(arguments: [true, false])
    func commandsStopWhatAKilledSupervisorLeft(_ groups: Bool) throws {
        let world = try World(groups: groups)
        let client = try world.launchSupervisor()
        _ = try client.launchAll([
            world.spec("db", "exec sleep 1000"),
            world.spec("api", "setsid sleep 1000 & exec sleep 1000") {
                $0.needs = [ComponentNeed(component: ComponentID(unchecked: "db"))]
            },
        ])
        kill(client.hello.pid, SIGKILL)
        #expect(try world.waitForEnd())
        #expect(try world.living().count >= 2)
        let stop = StopWithoutSupervisor(
            launchRecord: try world.launchRecord(), kernel: world.kernel)
        let report = try stop.stop()
        #expect(report.components.map(\.proof) == [world.proof, world.proof])
        #expect(report.components.map(\.component.rawValue) == ["api", "db"])
        #expect(report.isComplete)
        #expect(try world.living().isEmpty)
    }
}
