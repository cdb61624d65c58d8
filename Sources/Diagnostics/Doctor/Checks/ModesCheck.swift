import Glibc
import Platform
import RunState
import Truth
import Vocabulary

/// Nobody but their owner reads what may hold secrets.
struct ModesCheck: Check {
    let id = "runtime.modes"
    let group = CheckGroup.runtime
    let promise = "passwords, environments, runs and logs are closed to others (0600, 0700)"
    let otherwise = "fail"
    let isFixable = true

    func look(at site: DoctorSite) throws -> CheckFinding {
        var evidence: [String] = []
        var repairs: [Repair] = []
        for path in places(site) {
            // What is not there has no mode.
            guard let status = try? FileSystem.status(path, followLinks: false), !status.isLink,
                status.userID == geteuid(), status.permissions & 0o077 != 0
            else { continue }
            evidence.append("\(path): \(String(status.permissions, radix: 8))")
            repairs.append(.setMode(path, status.permissions & 0o700))
        }
        if evidence.isEmpty { return .ok("closed to others") }
        return CheckFinding(
            .fail, "others may look into what is private", evidence: evidence,
            fix: "envctl doctor --fix", path: repairs.isEmpty ? nil : places(site).first,
            repairs: repairs)
    }

    private func places(_ site: DoctorSite) -> [String] {
        let scopes = Set(site.projects.map(\.project.scope)).sorted()
        return scopes.map { site.layout.scope($0).runs }
            + site.projects.flatMap { project -> [String] in
                let folders = site.folders(project.project)
                let run = project.observed.map {
                    site.layout.scope(project.project.scope).run($0.record.run)
                }
                return [folders.secrets, folders.logs] + (run.map { [$0.folder, $0.launch] } ?? [])
            }
    }
}
