import Platform
import RunState
import Testing
import Vocabulary

@testable import Diagnostics

/// The first input of the gate, in a user's project without any contract files.
@Suite struct GateTests {
    private func judge(_ bench: Bench) throws -> [CheckResult] {
        let site = try bench.site()
        let checks = try DoctorOrchestrator(site, checks: [DamagedCheck(), SupervisorsCheck()])
            .examine()
        return GateOrchestrator(site, checks: checks).judge()
    }

    private func gap(_ bench: Bench) throws -> [String] {
        try judge(bench).filter { $0.severity == .fail }.flatMap(\.finding.evidence)
    }

    private func running(_ release: String = "") throws -> Bench {
        let bench = try Bench()
        try bench.configure("services: { api: { command: x } }\n" + release)
        try bench.record([bench.living()])
        try bench.hold(bench.folders.supervisorLock)
        return bench
    }

    @Test func aReadyProjectWithoutContractsIsOpen() throws {
        #expect(try gap(running()) == [])
    }

    @Test func whatNothingConfiguresIsNoPartOfAReleaseAndNoneByItself() throws {
        let rows = try judge(try Bench())
        #expect(rows.first { $0.id == "gate.project.main" }?.severity == .skip)
        #expect(rows.filter { $0.severity == .fail }.map(\.id) == ["gate.configured"])
    }

    @Test func whatWasNeverStartedIsClosed() throws {
        let bench = try Bench()
        try bench.configure("services: { api: { command: x } }")
        #expect(try gap(bench) == ["nothing was started here"])
    }

    @Test func aComponentThatIsNotReadyCloses() throws {
        let bench = try Bench()
        try bench.configure("services: { api: { command: x }, web: { command: y } }")
        var failed = bench.living("web")
        (failed.status, failed.reason) = (.failed, "exit 3")
        try bench.record([bench.living(), failed])
        try bench.hold(bench.folders.supervisorLock)
        #expect(try gap(bench) == ["web is failed: exit 3"])
    }

    @Test func aComponentThatIsConfiguredAndWasNotStartedCloses() throws {
        let bench = try running()
        try bench.configure("services: { api: { command: x }, web: { command: y } }")
        #expect(try gap(bench) == ["web was never started"])
    }

    @Test func aSyntheticRecordCloses() throws {
        let bench = try Bench()
        try bench.configure("services: { api: { command: x } }")
        var made = bench.living()
        made.identity = nil
        try bench.record([made])
        try bench.hold(bench.folders.supervisorLock)
        #expect(try gap(bench) == ["api is recorded as running without a process"])
    }

    @Test func aLostSupervisorCloses() throws {
        let bench = try Bench()
        try bench.configure("services: { api: { command: x } }")
        try bench.record([bench.living()])
        #expect(try gap(bench) == ["its supervisor is lost"])
    }

    @Test func aFailedStepCloses() throws {
        let bench = try running()
        let steps: JSON = ["results": [["id": "steps.migrate", "outcome": "failed"]]]
        try FileSystem.writeAtomically(Array(steps.compact.utf8), to: bench.runFolder.steps)
        #expect(try gap(bench).first == "the step 'steps.migrate' failed")
    }

    @Test func aDamagedArtifactCloses() throws {
        let bench = try running()
        try FileSystem.writeAtomically([], to: bench.runFolder.artifact(.runtimeMap))
        #expect(try gap(bench).contains { $0.hasPrefix("runtime_map.json: ") })
    }

    @Test func aMistakeInTheConfigurationCloses() throws {
        let bench = try running()
        try bench.configure("services: { api: { comand: x } }")
        #expect(try gap(bench).contains { $0.contains("unknown key 'comand'") })
    }

    @Test(
        arguments: [
            ("release: { commands: [\"exit 7\"] }", "'exit 7' ended with exit 7"),
            ("release: { checks: state, worst: ok, commands: \"true\" }", nil),
            ("release: { worst: ok, checks: processes.supervisors }", nil),
            ("release: { checks: [nonsense] }", "known are"),
        ] as [(String, String?)])
    func whatAReleaseDemandsIsAsked(release: String, says: String?) throws {
        let found = try gap(running(release))
        if let says {
            #expect(found.contains { $0.contains(says) }, "\(found)")
        } else {
            #expect(found == [])
        }
    }

    @Test func aSeverityThatIsWorseThanAllowedCloses() throws {
        let bench = try Bench()
        try bench.configure("services: { api: { command: x } }\nrelease: { worst: info }")
        try bench.record([bench.living()])
        #expect(
            try gap(bench).contains {
                $0.hasPrefix("processes.supervisors: warn, a supervisor is lost")
            })
    }

    @Test func aChangeInTheWorktreeClosesWhereItMustBeClean() throws {
        let bench = try running("release: { clean: true }")
        let rows = try judge(bench)
        // There is no git at all: that can't be judged, and closes.
        #expect(rows.first { $0.id == "gate.project.main.clean" }?.severity == .fail)
    }
}
