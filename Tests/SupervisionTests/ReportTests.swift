import Platform
import Supervision
import Testing
import Vocabulary

@Suite struct ReportTests {
    private let api = ComponentID(unchecked: "api")
    private let identity = ProcessIdentity(
        pid: 4242, startTime: 4711, bootID: "5b8a1c6e", pidNamespace: 4_026_531_836)

    @Test(arguments: [
        ComponentStop.Proof.notRunning, .twoScans, .emptyGroup, .none,
    ])
    func aStopComesBackAsItWas(proof: ComponentStop.Proof) throws {
        let stop = ComponentStop(
            component: api, incarnation: 3, proof: proof, exit: Exit(code: 137, signal: 9),
            forced: true, killed: 2,
            milliseconds: 1200, survivors: [7, 8])
        let report = StopReport(components: [stop, ComponentStop(component: api, proof: proof)])
        #expect(try reread(report.json, StopReport.init(json:)) == report)
    }

    @Test func aStopIsCompleteWhenNothingIsLeft() {
        let good = ComponentStop(component: api, proof: .twoScans)
        let bad = ComponentStop(component: api, proof: .none, survivors: [7])
        #expect(StopReport().isComplete)
        #expect(StopReport(components: [good]).isComplete)
        #expect(!StopReport(components: [good, bad]).isComplete)
    }

    @Test func aComponentComesBackAsItWas() throws {
        let report = ComponentReport(
            component: api, incarnation: 2, status: .foreign, reason: "its port is taken",
            exit: Exit(code: 1), identity: identity, probe: "tcp 5432", answer: "nothing listens",
            log: ["one", "", "tab\tand \"quotes\""], milliseconds: 31,
            holder: ForeignListener(port: try #require(Port(5432)), pid: 99, program: "nginx"))
        #expect(try reread(report.json, ComponentReport.init(json:)) == report)
        let bare = ComponentReport(component: api, incarnation: 1, status: .ready)
        #expect(try reread(bare.json, ComponentReport.init(json:)) == bare)
    }

    @Test func aStrangerIsNamedAsFarAsItIsSeen() throws {
        let port = try #require(Port(5432))
        let known = ForeignListener(port: port, pid: 99, program: "nginx")
        #expect(known.sentence == "port 5432 is held by nginx (pid 99)")
        #expect(ForeignListener(port: port, pid: 99, program: nil).who == "a process (pid 99)")
        let hidden = ForeignListener(port: port, pid: nil, program: nil)
        #expect(hidden.sentence == "port 5432 is held by a process that can't be seen")
    }

    @Test func aLaunchComesBackAsItWas() throws {
        let report = LaunchReport(
            component: api, incarnation: 2, identity: identity,
            replaced: ComponentStop(component: api, incarnation: 1, proof: .twoScans))
        #expect(try reread(report.json, LaunchReport.init(json:)) == report)
    }

    @Test func aFailureComesBackWithItsDetails() throws {
        let failure = Failure(
            "port.held", "port 5432 is held", at: "api", because: ["nginx (99)"], hint: "stop it",
            details: ["holder": ["pid": 99]])
        let back = try reread(failure.json) { Failure(json: $0) }
        #expect(back.json == failure.json)
        #expect(back.details["holder"]?["pid"]?.int == 99)
        #expect(Failure(json: .null).code == "supervisor.unknown")
    }
}
