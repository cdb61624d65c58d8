import Platform
import RunState
import Supervision
import Truth
import Vocabulary

/// Each running environment has a supervisor that answers.
struct SupervisorsCheck: Check {
    let id = "processes.supervisors"
    let group = CheckGroup.processes
    let promise = "each running environment has a supervisor that answers"
    let otherwise = "fail; warn where it is lost and services run on"

    func look(at site: DoctorSite) throws -> CheckFinding {
        let running = site.observed.filter { $0.truth.isRunning }
        if running.isEmpty { return .skip("no environment runs") }
        let lost = running.filter { $0.truth.supervisor == .lost }.map { "\($0.project.name)" }
        var silent: [String] = []
        for (project, truth) in running where truth.supervisor == .running {
            guard let socket = truth.record.supervisor?.socket else { continue }
            do { try SupervisorClient.connect(socket: socket).ping() } catch {
                let failure = Failure(error)
                let cause = failure.causes.first.map { " (\($0))" } ?? ""
                silent.append("\(project.name): \(failure.message)\(cause)")
            }
        }
        if !silent.isEmpty {
            return CheckFinding(
                .fail, "a supervisor does not answer", evidence: silent, fix: "envctl status --all")
        }
        if lost.isEmpty { return .ok("\(running.count) answer") }
        return CheckFinding(
            .warn, "a supervisor is lost; what it supervised runs on", evidence: lost,
            fix: "envctl resume")
    }
}
