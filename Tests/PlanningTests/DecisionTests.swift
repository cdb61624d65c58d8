import Planning
import Supervision
import Testing
import Vocabulary

struct DecisionTests {
    static let recorded = Fingerprint([("command", "1"), ("env.API_URL", "2"), ("port.main", "3")])

    @Test(arguments: [ComponentStatus.stopped, .failed, .lost, .foreign, .skipped, .stopping])
    func whatDoesNotRunIsStarted(status: ComponentStatus) {
        let present = PresentComponent(status: status, fingerprint: Self.recorded)
        let decision = Decisions.decide(wanted: Self.recorded, present: present)
        #expect(decision.word == "start")
    }

    @Test func whyItStoppedIsTheReasonWhereThatIsKnown() {
        func decision(_ reason: String?) -> PlannedComponent.Decision {
            Decisions.decide(
                wanted: Self.recorded, present: PresentComponent(status: .stopped, reason: reason))
        }
        #expect(decision("its start was undone") == .start("its start was undone"))
        #expect(decision(nil) == .start("it was stopped"))
    }

    @Test func whatRunsUnchangedIsKept() {
        let present = PresentComponent(status: .ready, fingerprint: Self.recorded)
        #expect(Decisions.decide(wanted: Self.recorded, present: present) == .keep)
    }

    @Test func whatIsNotReadyYetIsWaitedFor() {
        let present = PresentComponent(status: .starting, fingerprint: Self.recorded)
        #expect(Decisions.decide(wanted: Self.recorded, present: present) == .await)
    }

    @Test(arguments: [
        ("command", "its command has changed"), ("env.API_URL", "the variable API_URL has changed"),
        ("port.main", "its port 'main' has changed"),
    ])
    func aChangeIsNamed(part: String, sentence: String) {
        let changed = Fingerprint(
            Self.recorded.parts.map { ($0.name, $0.name == part ? "9" : $0.digest) })
        let present = PresentComponent(status: .ready, fingerprint: Self.recorded)
        #expect(Decisions.decide(wanted: changed, present: present) == .restart([sentence]))
    }

    @Test func aVariableThatIsGoneIsAChange() {
        let less = Fingerprint([("command", "1"), ("port.main", "3")])
        let present = PresentComponent(status: .ready, fingerprint: Self.recorded)
        #expect(
            Decisions.decide(wanted: less, present: present)
                == .restart(["the variable API_URL has changed"]))
    }

    @Test func onlyWhoAskedForItIsRestartedWithWhatItNeeds() {
        func component(_ name: String, _ decision: PlannedComponent.Decision) -> PlannedComponent {
            PlannedComponent(id: id(name), kind: .service, needs: [], decision: decision)
        }
        let planned = [
            component("db", .start("it failed")), component("api", .keep), component("web", .keep),
            component("end", .keep),
        ]
        let result = Decisions.propagate(
            planned, restarting: [id("api"): [id("db")], id("end"): [id("api")]])
        #expect(result.map(\.decision.word) == ["start", "restart", "keep", "restart"])
    }

    @Test func whatNeedsSomethingThatCantBeLaunchedStaysAwayUnlessItRuns() {
        func component(
            _ name: String, _ needs: [String], _ decision: PlannedComponent.Decision
        ) -> PlannedComponent {
            PlannedComponent(
                id: id(name), kind: .service, needs: needs.map { id($0) }, decision: decision)
        }
        var db = component("db", [], .skip("its data is another's"))
        db.problem = Failure("data.other_content", "its data is another's")
        let result = Decisions.withhold([
            db, component("cache", [], .start("it is gone")),
            component("api", ["cache", "db"], .start("it is gone")),
            component("web", ["api"], .restart(["its command has changed"])),
            component("log", ["db"], .keep),
        ])
        #expect(result.map(\.decision.word) == ["skip", "start", "skip", "skip", "keep"])
        #expect(result[3].decision.reasons == ["it needs 'api', which can't be brought back"])
    }
}

func id(_ name: String) -> ComponentID { ComponentID(unchecked: name) }
