import Configuration
import Planning
import Platform
import RunState
import Supervision
import Vocabulary

extension StartRun {
    /// The one that lives, or a new one, with our transaction begun.
    func supervisor() throws -> SupervisorClient {
        let client: SupervisorClient
        try parts.heed(project)
        if plan.continuesRun, let launch = present.launch {
            client = try SupervisorClient.connect(
                socket: launch.socket, cancellation: parts.cancellation)
        } else {
            client = try startSupervisor()
        }
        try client.begin(
            TransactionPlan(
                id: "\(plan.blueprint.run)-\(Random.hex(bytes: 4))",
                verb: request.resumes ? "resume" : "start", components: plan.changes.map(\.id)))
        if plan.continuesRun, let record = present.record {
            let awaited = awaited(record)
            if !awaited.isEmpty {
                try client.updateRun(["requirements": .array(awaited.map(\.json))])
            }
        }
        return client
    }

    /// Records of what is to be launched, so that nothing of the plan is forgotten, however the
    /// start ends.
    private func awaited(_ record: RunRecord) -> [ComponentRecord] {
        plan.changes.filter { $0.backend != .external }.compactMap { component in
            var made =
                record[component.id]
                ?? ComponentRecord(name: component.id, kind: component.kind, status: .starting)
            // It runs, and is only replaced.
            if made.identity != nil, present.running.contains(component.id) { return nil }
            made.identity = nil
            made.awaitLaunch()
            return made
        }
    }

    private func startSupervisor() throws -> SupervisorClient {
        let blueprint = plan.blueprint
        // Before anything is recorded: without it there is no run.
        try blueprint.sockets.prepare()
        var record = RunRecord(
            run: blueprint.run, continues: request.resumes ? present.record?.run : nil,
            scope: project.scope, project: project.name, mode: project.mode, root: project.root,
            started: parts.clock.now(), ports: blueprint.ports)
        for component in request.carried { record[component.name] = component }
        for component in awaited(record) { record[component.name] = component }
        record.metadata = [
            "worktree": .string(project.worktree), "branch": JSON(project.branch),
            "configuration": JSON(request.configuration.file),
        ]
        _ = try parts.runs.create(record)
        // Old runs take space only: a start does not fail for them.
        _ = try? parts.runs.prune(
            project.name, of: project.scope, keep: request.configuration.preferences.history)
        let folders = parts.folders(of: project)
        return try launched(
            SupervisorStart(
                executable: parts.supervisorProgram, run: blueprint.run, scope: project.scope,
                project: project.name, runFolder: runFolder.folder, projectFolder: folders.folder,
                socketFolder: blueprint.sockets.folder, worktree: project.worktree,
                mode: project.mode.rawValue, environment: parts.supervisorEnvironment))
    }

    /// One that a killed command had just started ends by itself, at once.
    private func launched(_ start: SupervisorStart) throws -> SupervisorClient {
        do { return try SupervisorLauncher.start(start) } catch {
            guard Failure(error).code == "supervisor.running", try isFree(start.lock) else {
                throw error
            }
        }
        return try SupervisorLauncher.start(start)
    }

    private func isFree(_ lock: String) throws -> Bool {
        for _ in 0..<300 {
            if try !FileLock.isHeld(lock) { return true }
            pause(milliseconds: 10)
        }
        return false
    }
}
