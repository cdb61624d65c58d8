import Glibc
import Platform
import RunState
import Testing
import Vocabulary

@testable import Diagnostics

@Suite struct DoctorTests {
    /// A check that waits for ever, in the place of one that hangs on a dead mount.
    struct Hanging: Check {
        let id = "runtime.hanging"
        let group = CheckGroup.runtime
        let promise = "it ends"
        let otherwise = "fail"
        var deadline = 50
        let gate = Semaphore()

        func look(at site: DoctorSite) throws -> CheckFinding {
            gate.wait()
            return .ok("released")
        }
    }

    @Test(.timeLimit(.minutes(1))) func aCheckThatHangsFailsWithItsName() throws {
        let hanging = Hanging()
        defer { hanging.gate.signal() }
        let bench = try Bench()
        let results = try DoctorOrchestrator(
            try bench.site(), checks: [hanging, KernelCheck()]
        ).examine()
        #expect(results.map(\.severity) == [.fail, .ok])
        #expect(results[0].finding.message.contains("runtime.hanging"))
    }

    @Test(.timeLimit(.minutes(1))) func whoCanNotWaitGivesEachCheckLess() throws {
        let patient = Hanging(deadline: 3_600_000)
        defer { patient.gate.signal() }
        let results = try DoctorOrchestrator(
            try Bench().site(), checks: [patient, KernelCheck()]
        ).examine(within: 800)
        #expect(results.map(\.severity) == [.fail, .ok])
        #expect(results[0].finding.message.hasSuffix("within 800 ms"))
    }

    @Test func aCheckThatThrowsFailsWithItsReason() throws {
        let bench = try Bench()
        try bench.write("{", "state/ports.json")
        let result = try bench.examine(RegistryCheck())
        #expect(result.severity == .fail)
        #expect(result.finding.message == "this file is damaged")
    }

    @Test(arguments: [
        ("ports", 3), ("ports.claims", 1), ("recent-failures", 1),
    ]) func oneGroupOrOneCheckIsChosen(word: String, count: Int) throws {
        #expect(try CheckTable.checks(only: [word]).count == count)
    }

    @Test func anUnknownWordIsAnErrorWithTheNearest() throws {
        let failure = #expect(throws: Failure.self) { try CheckTable.checks(only: ["port.claims"]) }
        #expect(failure?.code == "doctor.unknown_check")
        #expect(failure?.hint == "did you mean 'ports.claims'?")
    }

    @Test func idsAreStableAndBelongToOneCheckEach() {
        let ids = CheckTable.checks.map(\.id)
        #expect(Set(ids).count == ids.count)
        #expect(
            Set(CheckTable.checks.map(\.group)) == Set(CheckGroup.allCases).subtracting([.gate]))
    }
}
