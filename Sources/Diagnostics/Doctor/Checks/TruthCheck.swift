import RunState
import Truth
import Vocabulary

/// Every recorded component is what the kernel shows.
struct TruthCheck: Check {
    let id = "state.truth"
    let group = CheckGroup.state
    let promise = "the kernel shows each component as it was recorded"
    let otherwise = "fail; warn where one is degraded"

    func look(at site: DoctorSite) throws -> CheckFinding {
        if site.observed.isEmpty { return .skip("nothing was started yet") }
        var worst = Severity.ok
        var evidence: [String] = []
        for (project, truth) in site.observed {
            if truth.interruptedStart {
                worst = .fail
                evidence.append("\(project.name): a start was cut short")
            }
            for component in truth.components {
                let severity = Self.severity(component)
                guard severity > .ok else { continue }
                worst = max(worst, severity)
                let reason = component.reason.map { ": \($0)" } ?? ""
                evidence.append(
                    "\(project.name)/\(component.name) is \(component.status.rawValue)\(reason)")
            }
        }
        if worst == .ok { return .ok("\(site.observed.count) projects are as recorded") }
        return CheckFinding(
            worst, "a component is not as it should be", evidence: evidence,
            fix: "envctl errors --all")
    }

    static func severity(_ component: ObservedComponent) -> Severity {
        switch component.status {
        case .lost, .foreign: .fail
        case .failed: component.record.desired == .running ? .fail : .ok
        case .degraded: .warn
        case .starting, .ready, .stopping, .stopped, .skipped: .ok
        }
    }
}
