import Events
import Platform
import Supervision
import Testing
import Vocabulary

@testable import SupervisorCore

/// When a supervisor may become another program, and what that one then knows.
struct CalmTests {
    @Test func nothingMayBeOnItsWay() {
        var life = Life()
        #expect(life.machine.isCalm)
        life.request(.begin(TransactionPlan(id: "t", components: [Life.name])))
        #expect(!life.machine.isCalm)
        life.request(.launch(Walk.spec(Life.name)))
        life.ready()
        #expect(!life.machine.isCalm)
        life.request(.commit)
        #expect(life.machine.isCalm)
        life.request(.restart([Life.name], []))
        #expect(!life.machine.isCalm)
        life.die()
        #expect(!life.machine.isCalm)
        life.ready()
        #expect(life.machine.isCalm)
        life.feed(.terminated(15))
        #expect(!life.machine.isCalm)
    }

    @Test func oneThatWaitsForItsBackOffIsCalm() {
        var life = Life()
        life.launch()
        life.ready()
        life.die()
        life.ready()
        life.die()
        #expect(life.armed[.delay(Life.name)] != nil)
        #expect(life.machine.isCalm)
        #expect(life.machine.launched.first?.planned != nil)
    }

    @Test func whatIsOurOwnIsNotTakenForLost() {
        var life = Life()
        let actions = life.adopt(isLiving: true, isOurOwn: true)
        for action in actions {
            if case .publish(let event) = action { #expect(event.name != "supervisor.adopted") }
        }
        #expect(life.machine.isCalm)
        let state = life.machine.components[Life.name]
        #expect(state?.status == .ready)
        #expect(state?.restarts == 3)
        life.die(Exit(code: 7))
        #expect(life.machine.components[Life.name]?.current?.id.number == 8)
        #expect(life.machine.components[Life.name]?.restarts == 4)
    }
}
