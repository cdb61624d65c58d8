import RunState
import Truth

/// Supervisors that another version of envctl started.
struct SupervisorVersionCheck: Check {
    let id = "self.supervisors"
    let group = CheckGroup.own
    let promise = "running supervisors are of this version"
    let otherwise = "info: they serve both versions"

    func look(at site: DoctorSite) throws -> CheckFinding {
        let running = site.observed.filter { $0.truth.supervisor == .running }
        if running.isEmpty { return .skip("no supervisor runs") }
        let others = running.compactMap { project, truth -> String? in
            guard let version = truth.record.supervisor?.version, version != site.version else {
                return nil
            }
            return "\(project.name): \(version)"
        }
        if others.isEmpty { return .ok("\(running.count) of version \(site.version)") }
        return CheckFinding(
            .info, "a supervisor of another version runs", evidence: others,
            fix: "envctl restart --supervisor")
    }
}
