import Platform
import Supervision
import Testing
import Vocabulary

@testable import SupervisorCore

/// A start that replaced what ran, and was undone.
struct UndoTests {
    private func isSpawn(_ action: Action, of facts: JSON.Object) -> Bool {
        if case .spawn(_, let spec, _) = action { return spec.facts == facts }
        return false
    }

    /// One that runs, and is replaced by another that is being asked.
    private func replaced(_ life: inout Life) {
        life.launch { $0.facts = ["version": 1] }
        life.ready()
        life.request(.begin(TransactionPlan(id: "u", components: [Life.name])))
        var spec = Walk.spec(Life.name)
        spec.needs = []
        spec.facts = ["version": 2]
        life.request(.launch(spec))
        life.die()
        life.spawned()
    }

    @Test func whatWasReplacedComesBackOnceItsSuccessorIsGone() throws {
        var life = Life()
        replaced(&life)
        #expect(life.machine.launched.first?.former?.facts == ["version": 1])
        let asked = life.request(.abort)
        #expect(!asked.contains { isSpawn($0, of: ["version": 1]) })
        life.die()
        let state = try #require(life.machine.components[Life.name])
        #expect(state.current?.id.number == 3)
        #expect(state.spec?.facts == ["version": 1])
        #expect(state.desired == .running)
        let report = try StopReport(json: try #require(life.values.last))
        #expect(report.restored == [Life.name])
        #expect(report.components.map(\.incarnation) == [2])
        life.ready()
        #expect(life.machine.components[Life.name]?.status == .ready)
        #expect(life.machine.launched.first?.former == nil)
    }

    @Test func aCommandThatVanishesLeavesWhatRanBefore() {
        var life = Life()
        replaced(&life)
        life.feed(.clientGone(1))
        life.die()
        #expect(life.machine.components[Life.name]?.spec?.facts == ["version": 1])
        #expect(life.isSpawning)
    }

    @Test func aStopDuringTheUndoWins() throws {
        var life = Life()
        replaced(&life)
        life.request(.abort)
        life.request(.stop([Life.name]))
        life.die()
        #expect(life.machine.components[Life.name]?.isSettled == true)
        #expect(life.machine.components[Life.name]?.desired == .stopped)
        for value in life.values where value["restored"]?.array?.isEmpty == false {
            Issue.record("told of one that was stopped: \(value.compact)")
        }
    }

    @Test func anEndOfEverythingKeepsTheWish() {
        var life = Life()
        replaced(&life)
        life.feed(.terminated(15))
        life.die()
        #expect(life.machine.hasEnded)
        #expect(life.machine.components[Life.name]?.desired == .running)
    }

    @Test func whatHadNotRunBeforeIsStopped() {
        var life = Life()
        life.request(.begin(TransactionPlan(id: "t", components: [Life.name])))
        life.request(.launch(Walk.spec(Life.name)))
        life.spawned()
        life.request(.abort)
        life.die()
        #expect(life.machine.components[Life.name]?.desired == .stopped)
        #expect(life.machine.components[Life.name]?.isSettled == true)
    }

    @Test func withoutASupervisorTheFormerOneIsStillToRun() {
        var life = Life()
        replaced(&life)
        let record = LaunchRecord(
            run: RunID(unchecked: "r"), scope: ScopeID(unchecked: "s"), project: .main,
            socketFolder: "/s", worktree: "/w", transaction: life.machine.transaction,
            components: life.machine.launched)
        let kernel = KernelInstance(bootID: "b", pidNamespace: 1)
        #expect(record.replaced(on: kernel) == [Life.name])
        let undone = record.undone.components.first
        #expect(undone?.desired == .running)
        #expect(undone?.current == nil)
        #expect(undone?.spec?.facts == ["version": 1])
    }
}
