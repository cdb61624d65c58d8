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
        let silent = try silent(running.filter { $0.truth.supervisor == .running })
        if !silent.isEmpty {
            return CheckFinding(
                .fail, "a supervisor does not answer", evidence: silent, fix: "envctl status --all")
        }
        if lost.isEmpty { return .ok("\(running.count) answer") }
        return CheckFinding(
            .warn, "a supervisor is lost; what it supervised runs on", evidence: lost,
            fix: "envctl resume")
    }

    /// All are asked at once: one that is deaf does not hold the others.
    private func silent(
        _ running: [(project: Project, truth: ObservedProject)]
    ) throws -> [String] {
        let pieces = running.map { project, truth in
            SideBySide.Piece { () -> String? in
                guard let supervisor = truth.record.supervisor,
                    let failure = SupervisorClient.silence(
                        socket: supervisor.socket, pid: supervisor.identity.pid,
                        within: Self.patience)
                else { return nil }
                let cause = failure.causes.first.map { " (\($0))" } ?? ""
                return "\(project.name): \(failure.message)\(cause)"
            }
        }
        return try SideBySide.run(pieces).compactMap { $0 ?? nil }
    }

    /// Milliseconds; whoever is only slow has said something by then.
    private static let patience = 3000
}
