import Platform
import Supervision
import Testing
import Vocabulary

@testable import SupervisorCore

/// Rules that change while the process runs on.
struct AdjustTests {
    private func running(_ change: (inout LaunchSpec) -> Void = { _ in }) -> (Life, LaunchSpec) {
        var life = Life()
        life.launch(change)
        life.ready()
        return (life, life.machine.components[Life.name]?.spec ?? Walk.spec(Life.name))
    }

    @Test func theNewRestartPolicyHolds() {
        var (life, spec) = running()
        spec.restart = .no
        life.request(.adjust(spec))
        #expect(life.machine.components[Life.name]?.status == .ready)
        life.die()
        #expect(life.machine.components[Life.name]?.status == .failed)
        #expect(!life.isSpawning)
    }

    @Test func theNewStopRuleHolds() {
        var (life, spec) = running()
        spec.stop = StopRule(signal: 2, timeout: 7000)
        life.request(.adjust(spec))
        let id = IncarnationID(component: Life.name, number: 1)
        #expect(life.request(.stop([Life.name])).contains(.signalGroup(id, 2)))
        #expect(life.armed[.grace(id)] == life.time + 7_000_000_000)
    }

    @Test func whatAHealthCheckSaidIsForgottenWithIt() {
        let check = HealthCheck(probe: .alive(milliseconds: 1), interval: 1000)
        var (life, spec) = running { $0.health = check }
        let id = IncarnationID(component: Life.name, number: 1)
        life.feed(.healthChanged(id, healthy: false, answer: "no"))
        #expect(life.machine.components[Life.name]?.status == .degraded)
        spec.health = nil
        let actions = life.request(.adjust(spec))
        #expect(actions.contains(.stopProbe(id)))
        #expect(life.machine.components[Life.name]?.status == .ready)
    }

    @Test func onlyWhatDiffersIsNamed() {
        let (_, spec) = running()
        var other = spec
        other.program = "/bin/true"
        #expect(LaunchRules(spec).changes(from: LaunchRules(other)).isEmpty)
        other.readyTimeout += 1
        other.needs = []
        other.restart = .no
        #expect(
            LaunchRules(other).changes(from: LaunchRules(spec)) == ["restart", "ready.timeout"])
        #expect(spec.needs.isEmpty)
    }
}
