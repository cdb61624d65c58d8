import Platform
import RunState
import Supervision
import Vocabulary

/// Gives what a lost supervisor left running a new supervisor: the run goes on, in its folder.
struct Adoption {
    private let parts: StartupParts

    init(_ parts: StartupParts) { self.parts = parts }

    /// Returns when the new supervisor holds what lives and has recorded it.
    func adopt(
        _ project: Project, _ launch: LaunchRecord, _ record: RunRecord
    ) throws {
        // The folder of the sockets may have vanished at any time.
        try SocketLayout(folder: launch.socketFolder, isRoot: parts.host.isRoot).prepare()
        _ = try SupervisorLauncher.start(
            SupervisorStart(
                executable: parts.supervisorProgram, run: record.run, scope: project.scope,
                project: project.name,
                runFolder: parts.layout.scope(project.scope).run(record.run).folder,
                projectFolder: parts.folders(of: project).folder,
                socketFolder: launch.socketFolder, worktree: launch.worktree,
                mode: record.mode.rawValue, adopts: true,
                environment: parts.supervisorEnvironment))
    }
}
