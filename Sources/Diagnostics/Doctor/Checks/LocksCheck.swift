import Platform
import RunState
import Truth
import Vocabulary

/// A lock is held by who should hold it. None can be stale: the kernel drops it with its holder.
struct LocksCheck: Check {
    let id = "runtime.locks"
    let group = CheckGroup.runtime
    let promise = "each supervisor's lock is held by the recorded supervisor"
    let otherwise = "warn; info where a command is at work"

    func look(at site: DoctorSite) throws -> CheckFinding {
        var strange: [String] = []
        var working: [String] = []
        for project in site.projects {
            let folders = site.folders(project.project)
            if try FileLock.isHeld(folders.lock) {
                working.append("\(project.project.name): \(FileLock.holder(of: folders.lock))")
            }
            guard try FileLock.isHeld(folders.supervisorLock) else { continue }
            let identity = project.observed?.record.supervisor?.identity
            if let identity, site.kernel.living(identity) != nil { continue }
            let holder = FileLock.holder(of: folders.supervisorLock)
            strange.append("\(project.project.name): \(holder)")
        }
        if !strange.isEmpty {
            return CheckFinding(
                .warn, "a supervisor's lock is held by another than the recorded one",
                evidence: strange, fix: "envctl status --all")
        }
        if working.isEmpty { return .ok("no command is at work") }
        return CheckFinding(.info, "a command is at work", evidence: working)
    }
}
