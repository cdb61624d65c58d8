import RunState
import Vocabulary

/// The configuration of each project has no mistakes.
struct ConfigurationCheck: Check {
    let id = "config.valid"
    let group = CheckGroup.config
    let promise = "the configuration of each project is without mistakes"
    let otherwise = "fail; info where nothing is configured"

    func look(at site: DoctorSite) throws -> CheckFinding {
        var evidence: [String] = []
        var configured = 0
        for project in site.projects {
            switch project.configuration {
            case .success(let found): configured += found == nil ? 0 : 1
            case .failure(let failure):
                evidence += (failure.causes.isEmpty ? [failure.message] : failure.causes)
                    .map { "\(project.project.name): \($0)" }
            }
        }
        if !evidence.isEmpty {
            return CheckFinding(
                .fail, "a configuration has mistakes", evidence: evidence,
                fix: "envctl config check --all")
        }
        if configured > 0 { return .ok("\(configured) configured") }
        return CheckFinding(.info, "nothing is configured here")
    }
}
