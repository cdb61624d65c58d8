/// Projects whose worktree is gone: their data still takes room.
struct GoneWorktreesCheck: Check {
    let id = "repository.worktrees"
    let group = CheckGroup.repository
    let promise = "the worktree of each known project is there"
    let otherwise = "warn"

    func look(at site: DoctorSite) throws -> CheckFinding {
        guard case .success(let repository?) = site.repository else {
            return .skip("there is no repository to ask")
        }
        if repository.gone.isEmpty { return .ok("\(site.projects.count) projects") }
        return CheckFinding(
            .warn, "a worktree is gone, and its data and ports are kept",
            evidence: repository.gone.map { "project \($0)" }, fix: "envctl prune")
    }
}
