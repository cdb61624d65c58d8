import Platform
import Vocabulary

/// The contracts of a repository that has some: each schema can be read, each example fits.
struct ContractsCheck: Check {
    let id = "contracts.examples"
    let group = CheckGroup.contracts
    let promise = "every example in the repository's `contracts/` fits its schema"
    let otherwise = "fail; skipped where it has no contracts"

    func look(at site: DoctorSite) throws -> CheckFinding {
        guard case .success(let repository?) = site.repository, let worktree = repository.worktree,
            FileSystem.isDirectory(Path.join(worktree, "contracts", "examples"))
        else { return .skip("this repository has no contracts/examples") }
        let examples = try ContractExamples(in: Path.join(worktree, "contracts"))
        let bad = examples.complaints
        if bad.isEmpty { return .ok("\(examples.count) examples are valid") }
        return CheckFinding(
            .fail, "an example is not what its schema says", evidence: bad,
            path: Path.join(worktree, "contracts"))
    }
}
