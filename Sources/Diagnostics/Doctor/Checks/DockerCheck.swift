import Configuration
import Requirements
import Vocabulary

/// The engine answers where something runs in containers.
struct DockerCheck: Check {
    let id = "requirements.docker"
    let group = CheckGroup.requirements
    let promise = "the Docker engine answers, where a requirement runs in a container"
    let otherwise = "fail; skipped where none does"
    /// The client itself gives up after ten seconds.
    let deadline = 15_000

    func look(at site: DoctorSite) throws -> CheckFinding {
        let wanted = site.configuredRequirements { $0 == .docker }
        guard let (project, requirement) = wanted.first else {
            return .skip("no requirement runs in a container")
        }
        return .ok(try site.resolve(requirement, of: project).reason)
    }
}
