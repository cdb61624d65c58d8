import Configuration
import RunState

/// What of the configuration works and should be changed.
struct RenamedKeysCheck: Check {
    let id = "config.warnings"
    let group = CheckGroup.config
    let promise = "no configuration uses what should be changed, such as a former name"
    let otherwise = "warn"

    func look(at site: DoctorSite) throws -> CheckFinding {
        let configured = site.projects.compactMap { site in site.valid.map { (site, $0) } }
        if configured.isEmpty { return .skip("no configuration is valid") }
        let warnings = configured.flatMap { site, configuration in
            configuration.warnings.map { "\(site.project.name): \($0)" }
        }
        if warnings.isEmpty { return .ok("nothing to change") }
        return CheckFinding(
            .warn, "a configuration uses what should be changed", evidence: warnings,
            fix: "envctl config check --all")
    }
}
