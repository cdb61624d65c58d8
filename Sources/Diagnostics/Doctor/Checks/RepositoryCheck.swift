/// git and we see the same repository.
struct RepositoryCheck: Check {
    let id = "repository.readable"
    let group = CheckGroup.repository
    let promise = "the repository around the folder can be read, by libgit2 too"
    let otherwise = "fail; info in a folder without git"

    func look(at site: DoctorSite) throws -> CheckFinding {
        switch site.repository {
        case .failure(let failure): return CheckFinding(failure)
        case .success(nil): return .skip("every repository is meant")
        case .success(let repository?):
            if let disagreement = repository.disagreement { return CheckFinding(disagreement) }
            if repository.isGit { return .ok("scope \(repository.scope)") }
            return CheckFinding(.info, "this folder is without git, and a scope of its own")
        }
    }
}
