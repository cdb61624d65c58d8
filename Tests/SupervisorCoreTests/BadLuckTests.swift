import Events
import Glibc
import Platform
import RunState
import Supervision
import Testing
import Vocabulary

/// What must be true after something broke.
@Suite(.serialized) struct BadLuckTests {
    static let database = ComponentID(unchecked: "db")

    @Test func stopsInReverseOrderOfNeed() throws {
        let world = try World()
        let client = try world.launchSupervisor()
        _ = try client.launchAll([
            world.spec("db", "exec sleep 1000"),
            world.spec("api", "trap 'sleep 0.2; exit 0' TERM; sleep 1000 & wait") {
                $0.needs = [ComponentNeed(component: Self.database)]
            },
        ])
        var order: [String] = []
        let report = try client.stop { event in
            if event.name == "component.stopped" { order.append(event.component?.rawValue ?? "") }
        }
        #expect(order == ["api", "db"])
        #expect(report.components.first { $0.component == Self.database }?.forced == false)
    }

    @Test func aRestartedRequirementRestartsThoseThatAskedForIt() throws {
        let world = try World()
        let client = try world.launchSupervisor()
        let reports = try client.launchAll([
            world.spec("db", "exec sleep 1000"),
            world.spec("api", "exec sleep 1000") {
                $0.needs = [ComponentNeed(component: Self.database, restarts: true)]
            },
            world.spec("web", "exec sleep 1000") {
                $0.needs = [ComponentNeed(component: Self.database)]
            },
        ])
        kill(try #require(reports[0].identity).pid, SIGKILL)
        #expect(
            try world.eventually {
                let all = try client.status()["components"]?.array ?? []
                return all.compactMap { $0["incarnation"]?.int } == [2, 2, 1]
                    && all.allSatisfy { $0["status"]?.string == "ready" }
            })
        let again = try client.restart([Self.database])
        // It is over when those that went with it are back, too.
        #expect(again.map(\.component.rawValue) == ["db", "api"])
        #expect(again.map(\.incarnation) == [3, 3])
        #expect(again.map(\.status) == [.ready, .ready])
        _ = try client.stop()
    }

    @Test func theDataLockIsHeldAsLongAsAnythingLivesOnTheData() throws {
        let world = try World()
        let lock = "\(world.folder)/db.lock"
        let client = try world.launchSupervisor()
        let report = try client.launchAll([
            world.spec("db", "sleep 1000 & exec sleep 1000") { $0.dataLock = lock }
        ])[0]
        #expect(try DataLock.isHeld(lock))
        // The child still holds it; the next incarnation comes when that is gone.
        kill(try #require(report.identity).pid, SIGKILL)
        #expect(
            try world.eventually {
                try client.status()["components"]?.array?.first?["incarnation"]?.int == 2
            })
        _ = try client.stop([Self.database])
        #expect(try !DataLock.isHeld(lock))
    }

    @Test func sigtermStopsEverything() throws {
        let world = try World()
        let client = try world.launchSupervisor()
        _ = try client.launchAll([world.spec("api", "setsid sleep 1000 & exec sleep 1000")])
        kill(client.hello.pid, SIGTERM)
        #expect(try world.waitForEnd())
        #expect(try world.living().isEmpty)
        let record = try #require(try RunRecord.read("\(world.start.runFolder)/run_state.json"))
        #expect(record.status == .stopped)
        #expect(record.supervisor == nil)
    }

    @Test func theStepsOfAVanishedCommandEndWithItsStart() throws {
        let world = try World()
        let mark = Mark.random()
        // As a runner of steps does it: the mark is on record before the process is there.
        let steps = #"{"current": [{"id": "api.prepare.1", "mark": \#(mark), "started": ""}]}"#
        try FileSystem.writeAtomically(
            Array(steps.utf8), to: "\(world.start.runFolder)/steps.json")
        let null = try Descriptor.open("/dev/null", O_RDWR)
        let pid = try spawn(
            SpawnRequest(
                program: "/bin/sleep", arguments: ["sleep", "1000"], environment: [],
                descriptors: [null.raw, null.raw, null.raw], mark: mark))
        let step = try #require(try ProcessHandle.open(pid))
        try begin(world)
        #expect(step.waitForExit(milliseconds: 5000))
        _ = try Reaping.exit(of: pid)
        #expect(try world.waitForEnd())
        #expect(try world.launchRecord().transaction?.isAbandoned == true)
    }

    /// Opens a transaction and goes.
    private func begin(_ world: World) throws {
        let client = try world.launchSupervisor()
        try client.begin(TransactionPlan(id: "t", components: [Self.database]))
        try client.leave()
    }

    @Test func aDeletedWorktreeEndsItsEnvironment() throws {
        let world = try World()
        let client = try world.launchSupervisor()
        _ = try client.launchAll([
            world.spec("api", "exec sleep 1000") { $0.directory = world.start.worktree }
        ])
        try FileSystem.removeTree(world.start.worktree)
        #expect(try world.waitForEnd())
        #expect(try world.living().isEmpty)
        #expect(try world.events().contains("environment.worktree_gone"))
    }

    @Test func aClientThatStopsReadingIsDropped() throws {
        let world = try World()
        let client = try world.launchSupervisor()
        let deaf = try UnixSocket.connect(world.start.socket)
        let line = Message.request(id: 1, method: "status", parameters: [:]).compact + "\n"
        let bytes = Array(line.utf8)
        var sent = 0
        // Answers pile up: the socket's own buffer, then the megabyte that is its bound.
        while sent < 100_000 {
            let count = send(deaf.raw, bytes, bytes.count, Int32(MSG_NOSIGNAL))
            if count < 0 { break }
            sent += 1
        }
        #expect(sent < 100_000)
        try client.ping()
    }

    @Test func aTransactionWithoutItsBeginIsRefused() throws {
        let world = try World()
        let client = try world.launchSupervisor()
        let second = try SupervisorClient.connect(socket: world.start.socket)
        try client.begin(TransactionPlan(id: "t", components: [Self.database]))
        let busy = #expect(throws: Failure.self) {
            try second.begin(TransactionPlan(id: "u", components: [Self.database]))
        }
        #expect(busy?.code == "supervisor.busy")
        let none = #expect(throws: Failure.self) { try second.commit() }
        #expect(none?.code == "supervisor.no_transaction")
        let adopt = #expect(throws: Failure.self) { try second.call("adopt") }
        #expect(adopt?.code == "supervisor.unsupported")
    }

    @Test func whatTheRunWroteCanBeRead() throws {
        let world = try World()
        let client = try world.launchSupervisor()
        _ = try client.launchAll([world.spec("api", "exec sleep 1000")])
        try client.record([Event("phase.done", data: ["name": "plan"])])
        try client.update(ComponentID(unchecked: "api"), facts: ["command": "run it"])
        try client.updateRun(["metadata": ["branch": "main"]])
        #expect(
            try world.eventually {
                let record = try RunRecord.read("\(world.start.runFolder)/run_state.json")
                return record?.services.first?.command == "run it"
                    && record?.metadata["branch"]?.string == "main" && record?.status == .ready
            })
        let events = try EventLog.read("\(world.start.runFolder)/events.jsonl")
        #expect(events.map(\.sequence) == Array(1...events.count))
        #expect(events.contains { $0.event.name == "phase.done" })
        var seen: [Int] = []
        let cancellation = try Cancellation()
        _ = #expect(throws: Failure.self) {
            try client.subscribe(from: 2, cancellation: cancellation) {
                seen.append($0["seq"]?.int ?? 0)
                if seen.count == events.count - 1 { cancellation.cancel() }
            }
        }
        #expect(seen == Array(2...events.count))
        let launch = try FileSystem.status("\(world.start.runFolder)/launch.json")
        #expect(launch.permissions == 0o600)
        let socket = try FileSystem.status(world.start.socket)
        #expect(socket.permissions == 0o600)
        _ = try client.stop()
    }

    @Test(.enabled(if: geteuid() == 0)) func anAccountIsBecome() throws {
        let world = try World()
        chmod(world.folder, 0o755)
        let account = Account(name: "nobody", userID: 65_534, groupID: 65_534, groups: [65_534])
        let client = try world.launchSupervisor()
        let report = try client.launchAll([
            world.spec(
                "api", "id -u; echo listening; exec sleep 1000", ready: .log(pattern: "listening")
            ) {
                $0.account = account
                $0.directory = "/"
                $0.dataLock = "\(world.folder)/api.lock"
            }
        ])[0]
        #expect(report.status == .ready, "\(report)")
        #expect(try FileSystem.readText("\(world.folder)/api.log").hasPrefix("65534\n"))
        #expect(try DataLock.isHeld("\(world.folder)/api.lock"))
        let missing = world.spec("web", "") {
            $0.account = account
            $0.directory = "/"
            $0.program = "/nonexistent/program"
        }
        try client.begin(TransactionPlan(id: "t2", components: [missing.component]))
        let failure = #expect(throws: Failure.self) { try client.launch(missing) }
        #expect(failure?.details["step"]?.string == "exec")
        #expect(failure?.details["errno"]?.int == Int(ENOENT))
        _ = try client.stop()
    }

    @Test func anUnfinishedTransactionIsUndoneByACommand() throws {
        let world = try World()
        let client = try world.launchSupervisor()
        let before = try client.launchAll([world.spec("db", "exec sleep 1000")])[0]
        _ = try client.launchAll(
            [world.spec("api", "env -i setsid sleep 1000 & exec sleep 1000")], commit: false)
        kill(client.hello.pid, SIGKILL)
        #expect(try world.waitForEnd())
        let undo = StopWithoutSupervisor(
            launchRecord: try world.launchRecord(),
            kernel: try KernelInstance.current(environment: [:]))
        #expect(undo.unfinished.map(\.rawValue) == ["api"])
        #expect(try undo.undo().isComplete)
        #expect(try world.living() == [try #require(before.identity).pid])
    }
}
