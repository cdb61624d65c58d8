import Platform
import Supervision
import Testing
import Vocabulary

@testable import SupervisorCore

/// The machine without a process.
struct MachineTests {
    @Test(arguments: 0..<20) func randomWalksKeepTheRules(_ hundred: Int) {
        var spawns = 0
        var adoptions = 0
        var undone = 0
        var changes = 0
        for seed in 0..<50 {
            var walk = Walk(seed: UInt64(hundred * 50 + seed + 1))
            for _ in 0..<300 { walk.step() }
            walk.finish()
            #expect(walk.problems.isEmpty, "seed \(hundred * 50 + seed + 1)")
            #expect(walk.ended, "seed \(hundred * 50 + seed + 1) did not end")
            #expect(walk.living.isEmpty)
            adoptions += walk.adoptions
            undone += walk.undone
            changes += walk.changes
            spawns += walk.spawns.values.map(\.count).reduce(0, +)
            #expect(
                walk.asked.isSubset(of: walk.answered),
                "seed \(hundred * 50 + seed + 1): unanswered requests")
        }
        // The walks lead somewhere.
        #expect(spawns > 200)
        #expect(adoptions > 3)
        #expect(undone > 0)
        #expect(changes > 20)
    }

    @Test(arguments: [true, false]) func anEmptyGroupNeedsNoSecondScan(_ groupIsEmpty: Bool) {
        var machine = Machine(newMark: { 5 }, chance: { 0.5 }, group: { "/groups/\($0)" })
        let moment = Moment(monotonic: 1, wall: Timestamp(milliseconds: 0))
        let identity = ProcessIdentity(pid: 7, startTime: 1, bootID: "b", pidNamespace: 1)
        let id = IncarnationID(component: Life.name, number: 1)
        let token = RequestToken(client: 1, request: 1)
        for occurrence: Occurrence in [
            .clientCame,
            .request(token, .begin(TransactionPlan(id: "t", components: [Life.name]))),
            .request(token, .launch(Walk.spec(Life.name))), .spawned(id, identity),
            .request(token, .stop([Life.name])), .exited(id, Exit(code: 0), holder: nil),
        ] { _ = machine.handle(occurrence, at: moment) }
        #expect(machine.launched[0].current?.cgroup == "/groups/5")
        _ = machine.handle(
            .scanned(id, left: [], proof: groupIsEmpty ? .emptyGroup : nil), at: moment)
        #expect((machine.components[Life.name]?.current == nil) == groupIsEmpty)
    }

    @Test func anAdoptedProcessThatEndsComesBackByItsPolicy() {
        var life = Life()
        life.adopt(isLiving: true)
        #expect(life.machine.components[Life.name]?.status == .ready)
        #expect(life.machine.components[Life.name]?.restarts == 3)
        life.die(Exit(code: nil))
        let state = life.machine.components[Life.name]
        #expect(state?.current?.id.number == 8)
        #expect(state?.restarts == 4)
        #expect(state?.reason == nil)
    }

    @Test func whatEndedUnwatchedIsLostAndNotStarted() {
        var life = Life()
        life.adopt(isLiving: false)
        let state = life.machine.components[Life.name]
        #expect(state?.status == .lost)
        #expect(state?.current == nil)
        #expect(state?.next == nil)
        #expect(state?.exit == Exit(code: nil))
        life.request(.restart([Life.name], []))
        #expect(life.isSpawning)
        #expect(life.machine.components[Life.name]?.current?.id.number == 8)
    }

    @Test func whatWasBeingStoppedIsStoppedOn() {
        var life = Life()
        let actions = life.adopt(isLiving: true) { $0.desired = .stopped }
        #expect(
            actions.contains(
                .signalGroup(IncarnationID(component: Life.name, number: 7), 15)))
    }

    @Test func aRestartThatWaitedGoesOn() {
        var life = Life()
        life.adopt(isLiving: false, status: .starting) {
            $0.current = nil
            $0.planned = LaunchedComponent.Incarnation(number: 8, mark: 9)
        }
        #expect(life.isSpawning)
        #expect(life.machine.components[Life.name]?.current?.id.number == 9)
    }

    @Test func aSignalFromTheSystemIsNotTheUsersWish() {
        var life = Life()
        life.launch()
        life.ready()
        life.feed(.terminated(15))
        #expect(life.machine.components[Life.name]?.status == .stopping)
        life.die(Exit(code: 143, signal: 15))
        #expect(life.machine.components[Life.name]?.status == .stopped)
        #expect(life.machine.components[Life.name]?.desired == .running)
        #expect(life.machine.hasEnded)
    }

    @Test func theBackOffDoublesFromAQuarterOfASecondToHalfAMinute() {
        #expect(Machine.delay(step: 0, chance: 1) == 0)
        #expect(
            (1...9).map { Machine.delay(step: $0, chance: 0.5) } == [
                250, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000,
            ])
        #expect(Machine.delay(step: 1, chance: 0) == 200)
        #expect(Machine.delay(step: 1, chance: 1) == 300)
    }

    @Test func afterFiveRestartsInAMinuteItHasFailed() throws {
        var life = Life()
        life.launch()
        life.ready()
        for _ in 0..<5 {
            life.die()
            life.awaitSpawn()
            life.ready()
        }
        life.die()
        let state = try #require(life.machine.components[Life.name])
        #expect(state.status == .failed)
        #expect(state.reason == "it was restarted 5 times in 60 s; last: it ended with exit 1")
        #expect(state.restarts == 5)
    }

    @Test func healthForAMinuteForgetsTheBackOff() {
        var life = Life()
        life.launch()
        life.ready()
        for _ in 0..<12 {
            life.time += 61_000_000_000
            life.die()
            // At once: no timer was armed.
            #expect(life.isSpawning)
            life.ready()
        }
    }

    @Test(
        "it runs without an optional bootstrap: degraded, also after a restart, until a new launch")
    func softFailure() {
        var life = Life()
        life.launch()
        life.ready()
        life.request(.update(Life.name, [LaunchSpec.softFailureKey: "no owner"]))
        func seen() -> String {
            let state = life.machine.components[Life.name]
            return "\(state?.status.rawValue ?? "") \(state?.reason ?? "-")"
        }
        #expect(seen() == "degraded no owner")
        life.die()
        life.awaitSpawn()
        life.ready()
        #expect(seen() == "degraded no owner")
        life.launch()
        life.die()
        life.ready()
        #expect(seen() == "ready -")
    }

    @Test func exitZeroEndsItUnlessItIsAlwaysToRun() {
        for (policy, status) in [
            (RestartPolicy.onFailure, ComponentStatus.stopped), (.always, .starting),
            (.no, .stopped),
        ] {
            var life = Life()
            life.launch { $0.restart = policy }
            life.ready()
            life.die(Exit(code: 0))
            #expect(life.machine.components[Life.name]?.status == status)
        }
    }

    @Test func aStopWinsOverARestartThatWaits() {
        var life = Life()
        life.launch()
        life.ready()
        life.die()
        life.ready()
        life.die()
        life.request(.stop([Life.name]))
        life.passAllTime()
        #expect(life.machine.components[Life.name]?.status == .stopped)
        #expect(!life.isSpawning)
    }

    @Test func aStartWhoseCommandVanishesIsUndoneWithItsStepsAndSaysSo() {
        var life = Life()
        life.request(.begin(TransactionPlan(id: "t", components: [Life.name])))
        let actions = life.feed(.clientGone(1))
        #expect(actions.contains(.strikeSteps))
        #expect(life.machine.transaction?.state == .aborted)
        #expect(life.machine.transaction?.isAbandoned == true)
        #expect(life.machine.hasEnded)
    }

    @Test func aClientThatLeavesAfterItsEndAbandonsNothing() {
        var life = Life()
        life.request(.begin(TransactionPlan(id: "t", components: [Life.name])))
        life.request(.abort)
        #expect(!life.feed(.clientGone(1)).contains(.strikeSteps))
        #expect(life.machine.transaction?.isAbandoned == false)
    }

    @Test func withoutItsLauncherItEndsUnlessSomebodyCame() {
        var alone = Machine(newMark: { 5 }, chance: { 0.5 })
        let moment = Moment(monotonic: 1, wall: Timestamp(milliseconds: 0))
        _ = alone.handle(.launcherGone, at: moment)
        #expect(alone.hasEnded)
        var life = Life()
        life.feed(.launcherGone)
        #expect(!life.machine.hasEnded)
    }

    @Test func aWriteThatFailsUndoesTheBegin() {
        var life = Life()
        life.request(.begin(TransactionPlan(id: "t", components: [Life.name])))
        life.feed(.persistFailed(Failure("system.write", "disk full")))
        #expect(life.machine.transaction?.state == .aborted)
        #expect(life.machine.components[Life.name]?.planned == nil)
    }
}
