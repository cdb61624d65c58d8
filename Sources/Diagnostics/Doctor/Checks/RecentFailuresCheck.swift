import RunState
import Truth
import Vocabulary

/// What failed lately and was not made good.
struct RecentFailuresCheck: Check {
    let id = "failures.recent"
    let group = CheckGroup.recentFailures
    let promise = "the latest run of each project has no failures on record"
    let otherwise = "warn"

    func look(at site: DoctorSite) throws -> CheckFinding {
        if site.observed.isEmpty { return .skip("nothing was started yet") }
        let failures = site.observed.flatMap { project, truth -> [String] in
            let run = site.layout.scope(project.scope).run(truth.record.run)
            // A report that can't be read is told of by the checks of state.
            let report = try? ErrorReport.read(run.artifact(.errorReport))
            return (report?.failures ?? []).map { failure in
                let name = failure.component?.rawValue ?? failure.step ?? "start"
                return "\(project.name)/\(name): \(failure.sentence)"
            }
        }
        if failures.isEmpty { return .ok("none") }
        return CheckFinding(
            .warn, "the latest run had failures", evidence: failures, fix: "envctl errors --all")
    }
}
