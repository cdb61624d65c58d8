import Glibc
import Platform
import RunState
import Vocabulary

/// The three folders are ours, private, and can be written to.
struct RootsCheck: Check {
    let id = "runtime.roots"
    let group = CheckGroup.runtime
    let promise = "state, runtime and cache folder are yours alone, writable, and on a local disk"
    let otherwise = "fail"

    func look(at site: DoctorSite) throws -> CheckFinding {
        let roots = site.layout.roots
        try roots.verify()
        let folders = [roots.state, roots.runtime, roots.cache]
        for folder in folders where FileSystem.exists(folder) && access(folder, W_OK) != 0 {
            let error = SystemError("access", folder, errno: errno)
            return CheckFinding(
                .fail, "a folder of envctl's can't be written to",
                evidence: ["\(folder): \(error.reason)"], path: folder)
        }
        let missing = folders.filter { !FileSystem.exists($0) }
        return .ok(missing.isEmpty ? "all three are there" : "made by the first start")
    }
}
