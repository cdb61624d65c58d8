import Platform
import RunState
import Testing
import Vocabulary

@testable import Truth

@Suite struct ComparisonTests {
    private func observe(
        _ record: ComponentRecord, _ view: FakeView, supervisor: Bool = true,
        run status: ComponentStatus = .ready
    ) -> ObservedComponent {
        let run = Records.run([record], status: status)
        return Comparison(run, supervisorLives: supervisor, view: view).observe(record)
    }

    private func listener(_ inode: UInt64, cgroup: UInt64? = nil) throws -> Listener {
        FakeView.listener(try Records.port(), inode: inode, cgroup: cgroup)
    }

    @Test func readyIsAProcessWithItsOwnSocket() throws {
        let seen = observe(
            try Records.service(), FakeView(open: [try listener(99)], alive: [10]))
        #expect(seen.status == .ready)
        #expect(seen.isAlive)
        #expect(seen.ownPorts == [try Records.port()])
        #expect(seen.reason == nil)
    }

    @Test func anotherSocketCountsByCgroupOrByItsProcesses() throws {
        var record = try Records.service()
        let other = FakeView(open: [try listener(5, cgroup: 123)], alive: [10])
        #expect(observe(record, other).status == .foreign)
        record.cgroup = "/cg/api.1"
        var view = other
        view.cgroups = ["/cg/api.1": 123]
        #expect(observe(record, view).status == .ready)
        view.cgroups = ["/cg/api.1": 124]
        #expect(observe(record, view).status == .foreign)
        view.held = [5]
        #expect(observe(record, view).status == .ready)
    }

    @Test func aSocketOfAStrangerIsForeignAndNamed() throws {
        let seen = observe(try Records.service(), FakeView(open: [try listener(5)], alive: [10]))
        #expect(seen.status == .foreign)
        #expect(seen.holder?.pid == 77)
        #expect(seen.reason == "its port 20001 is held by stranger (pid 77)")
        #expect(seen.ownPorts.isEmpty)
    }

    @Test(arguments: [("192.0.2.1", true), ("127.0.0.1", false), ("::1", false)])
    func ourSocketBesideAStrangersIsReadyUnlessThatAnswersHere(address: String, ready: Bool) throws
    {
        var other = try listener(5)
        other.address = address
        let view = FakeView(open: [other, try listener(99)], alive: [10])
        #expect(observe(try Records.service(), view).status == (ready ? .ready : .foreign))
    }

    @Test(arguments: [
        ("redis://192.0.2.17:20001/0", ComponentStatus.ready),
        ("redis://127.0.0.1:20001/0", .foreign),
    ])
    func anEngineElsewhereIsNotJudgedByWhatListensHere(url: String, status: ComponentStatus) throws
    {
        var record = try Records.service()
        record.backend = .docker
        record.url = url
        let seen = observe(record, FakeView(open: [try listener(5)], alive: [10]))
        #expect(seen.status == status)
        #expect(seen.ownPorts.isEmpty == (status == .foreign))
        record.ports = [BoundPort(resource: "main", port: try Records.port(20_002))]
        let silent = observe(record, FakeView(alive: [10]))
        #expect(silent.status == (status == .ready ? .ready : .degraded))
    }

    @Test func aliveWithoutItsListenerIsDegraded() throws {
        let seen = observe(try Records.service(), FakeView(alive: [10]))
        #expect(seen.status == .degraded)
        #expect(seen.reason == "nothing listens on its port 20001")
    }

    @Test func aliveWithoutItsDataIsDegraded() throws {
        var record = try Records.service()
        record.data = "/data"
        let view = FakeView(open: [try listener(99)], alive: [10], missing: ["/data"])
        #expect(observe(record, view).status == .degraded)
    }

    @Test(arguments: [ComponentStatus.starting, .failed, .stopping, .stopped, .skipped])
    func withoutAProcessALivingSupervisorIsBelieved(status: ComponentStatus) throws {
        #expect(observe(try Records.service(status), FakeView()).status == status)
    }

    @Test func recordedReadyAndGoneIsLostEvenUnderASupervisor() throws {
        #expect(observe(try Records.service(), FakeView()).status == .lost)
    }

    @Test(arguments: [
        (ComponentStatus.ready, ComponentStatus.lost), (.starting, .lost), (.stopping, .lost),
        (.degraded, .lost), (.failed, .failed), (.skipped, .skipped), (.stopped, .stopped),
    ])
    func withoutAProcessAndASupervisor(recorded: ComponentStatus, now: ComponentStatus) throws {
        let seen = observe(try Records.service(recorded), FakeView(), supervisor: false)
        #expect(seen.status == now)
        #expect((seen.reason != nil) == (now == .lost))
    }

    @Test func whatShouldBeStoppedIsStoppedAndNotLost() throws {
        var record = try Records.service()
        #expect(
            observe(record, FakeView(), supervisor: false, run: .stopped).status == .stopped)
        record.desired = .stopped
        #expect(observe(record, FakeView(), supervisor: false).status == .stopped)
    }

    @Test func goneWithAStrangerOnItsPortIsForeign() throws {
        let seen = observe(
            try Records.service(), FakeView(open: [try listener(5)]), supervisor: false)
        #expect(seen.status == .foreign)
        #expect(seen.holder?.program == "stranger")
        #expect(!seen.isAlive)
    }

    @Test func lostWithItsDataGoneCantComeBack() throws {
        var record = try Records.service()
        record.data = "/data"
        record.times.ready = Timestamp(milliseconds: 1)
        let seen = observe(record, FakeView(missing: ["/data"]), supervisor: false)
        #expect(seen.status == .failed)
        #expect(seen.reason == "its data folder is gone: /data")
    }

    @Test func externalIsNotObserved() throws {
        var record = try Records.service(.ready)
        record.backend = .external
        let seen = observe(record, FakeView(), supervisor: false)
        #expect(seen.status == .ready)
        #expect(!seen.isObserved)
    }

    @Test func aRunningProcessIsNotStoppedWhateverTheRecordSays() throws {
        let view = FakeView(open: [try listener(99)], alive: [10])
        #expect(observe(try Records.service(.stopped), view, supervisor: false).status == .ready)
        #expect(observe(try Records.service(.lost), view, supervisor: false).status == .ready)
        #expect(observe(try Records.service(.starting), view).status == .starting)
    }

    @Test(arguments: [
        (true, ComponentStatus.ready, SupervisorState.running), (false, .ready, .lost),
        (false, .stopped, .stopped), (true, .stopped, .running),
    ])
    func theLockSaysWhetherTheSupervisorLives(
        lives: Bool, status: ComponentStatus, state: SupervisorState
    ) {
        let run = Records.run([], status: status)
        #expect(Comparison(run, supervisorLives: lives, view: FakeView()).supervisor == state)
    }
}
