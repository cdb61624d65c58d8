import RunState
import Truth
import Vocabulary

/// What supervisors can't do here as they should.
struct LacksCheck: Check {
    let id = "runtime.lacks"
    let group = CheckGroup.runtime
    let promise = "running environments can do all that they should: watch logs, shorten them"
    let otherwise = "info"

    func look(at site: DoctorSite) throws -> CheckFinding {
        let running = site.observed.filter { $0.truth.supervisor == .running }
        if running.isEmpty { return .skip("no environment runs") }
        let lacks = running.flatMap { project, truth in
            truth.record.lacks.sorted { $0.key < $1.key }.map { "\(project.name): \($0.value)" }
        }
        if lacks.isEmpty { return .ok("nothing is missing") }
        return CheckFinding(.info, "something can't be done as it should be", evidence: lacks)
    }
}
