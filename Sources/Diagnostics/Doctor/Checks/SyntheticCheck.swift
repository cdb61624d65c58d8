import RunState
import Truth
import Vocabulary

/// No component is recorded as running without a process that could be looked at.
struct SyntheticCheck: Check {
    let id = "state.synthetic"
    let group = CheckGroup.state
    let promise = "what is recorded as running has a process on record"
    let otherwise = "fail"

    func look(at site: DoctorSite) throws -> CheckFinding {
        if site.observed.isEmpty { return .skip("nothing was started yet") }
        let made = site.observed.flatMap { project, truth -> [String] in
            guard truth.record.ended == nil else { return [] }
            return truth.record.components.filter(Self.isSynthetic).map {
                "\(project.name)/\($0.name): \($0.status.rawValue), and no process is recorded"
            }
        }
        if made.isEmpty { return .ok("each has its process") }
        return CheckFinding(
            .fail, "a component is recorded as running without a process", evidence: made,
            fix: "envctl restart")
    }

    static func isSynthetic(_ record: ComponentRecord) -> Bool {
        guard record.backend != .external, record.identity == nil else { return false }
        return record.status == .ready || record.status == .degraded
    }
}
