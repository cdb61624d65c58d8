import Platform
import RunState
import Vocabulary

/// Records that could not be read.
struct DamagedCheck: Check {
    let id = "state.damaged"
    let group = CheckGroup.state
    let promise = "no record is damaged, and none was set aside"
    let otherwise = "fail; info where one was set aside"

    func look(at site: DoctorSite) throws -> CheckFinding {
        let problems = site.projects.compactMap { project in
            project.problem.map { "\(project.project.name): \($0.message) (\($0.location ?? ""))" }
        }
        if !problems.isEmpty {
            return CheckFinding(
                .fail, "a record can't be read", evidence: problems,
                fix: site.newer ?? "envctl start")
        }
        let aside = folders(site).flatMap { folder -> [String] in
            // A folder that is not there has nothing in it.
            let names = (try? FileSystem.list(folder)) ?? []
            return names.filter { $0.contains(".bad-") }.map { Path.join(folder, $0) }
        }
        if aside.isEmpty { return .ok("all can be read") }
        return CheckFinding(
            .info, "a damaged record was set aside and replaced", evidence: aside,
            path: aside.first)
    }

    private func folders(_ site: DoctorSite) -> [String] {
        let scopes = Set(site.projects.map(\.project.scope)).sorted()
        return [site.layout.roots.state] + scopes.map { site.layout.scope($0).folder }
            + site.projects.map { site.folders($0.project).current }
    }
}
