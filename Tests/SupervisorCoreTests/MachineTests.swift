import Platform
import Supervision
import Testing
import Vocabulary

@testable import SupervisorCore

/// The machine without a process.
struct MachineTests {
    @Test(arguments: 0..<20) func randomWalksKeepTheRules(_ hundred: Int) {
        var spawns = 0
        for seed in 0..<50 {
            var walk = Walk(seed: UInt64(hundred * 50 + seed + 1))
            for _ in 0..<300 { walk.step() }
            walk.finish()
            #expect(walk.problems.isEmpty, "seed \(hundred * 50 + seed + 1)")
            #expect(walk.ended, "seed \(hundred * 50 + seed + 1) did not end")
            #expect(walk.living.isEmpty)
            spawns += walk.spawns.values.map(\.count).reduce(0, +)
            #expect(
                walk.asked.isSubset(of: walk.answered),
                "seed \(hundred * 50 + seed + 1): unanswered requests")
        }
        // The walks lead somewhere.
        #expect(spawns > 200)
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

    @Test func aWriteThatFailsUndoesTheBegin() {
        var life = Life()
        life.request(.begin(TransactionPlan(id: "t", components: [Life.name])))
        life.feed(.persistFailed(Failure("system.write", "disk full")))
        #expect(life.machine.transaction?.state == .aborted)
        #expect(life.machine.components[Life.name]?.planned == nil)
    }
}
