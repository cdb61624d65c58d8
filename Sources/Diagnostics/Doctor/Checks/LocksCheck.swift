import Platform
import RunState
import Supervision
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
            if isRecorded(project, site) { continue }
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

    /// Whether the recorded supervisor lives. Where the run's record can't be read, `launch.json`
    /// tells who it is; where neither can, nothing is known against the holder.
    private func isRecorded(_ project: ProjectSite, _ site: DoctorSite) -> Bool {
        var identity = project.observed?.record.supervisor?.identity
        if project.problem != nil {
            let run = site.folders(project.project).current
            // The check of damaged records tells of it.
            guard let launch = try? LaunchRecord.read(runFolder: run) else { return true }
            identity = launch.supervisor
        }
        return identity.map { site.kernel.living($0) != nil } ?? false
    }
}
