import Platform
package import Vocabulary

/// What a supervisor is told at its start; it travels as one JSON text through a pipe.
package struct SupervisorStart: Sendable, Equatable {
    /// Absolute path of `envctl-supervisor`, the sibling of the `envctl` binary.
    package var executable: String
    package var run: RunID
    package var scope: ScopeID
    package var project: ProjectName
    /// Absolute; `launch.json`, `supervisor.log` and the artifacts of the run are written there.
    package var runFolder: String
    /// Absolute; holds `supervisor.lock`.
    package var projectFolder: String
    /// Absolute; gets `supervisor.sock` and `notify.sock`.
    package var socketFolder: String
    /// Absolute; the environment ends when this folder is deleted or moved away.
    package var worktree: String
    /// `main` or `trees`.
    package var mode: String
    /// Take over what a lost supervisor of this run left running.
    package var adopts: Bool
    /// Of the supervisor itself, not of its components: `NAME=value`.
    package var environment: [String]

    package init(
        executable: String, run: RunID, scope: ScopeID, project: ProjectName, runFolder: String,
        projectFolder: String, socketFolder: String, worktree: String, mode: String = "main",
        adopts: Bool = false, environment: [String] = []
    ) {
        self.executable = executable
        self.run = run
        self.scope = scope
        self.project = project
        self.runFolder = runFolder
        self.projectFolder = projectFolder
        self.socketFolder = socketFolder
        self.worktree = worktree
        self.mode = mode
        self.adopts = adopts
        self.environment = environment
    }

    package var socket: String { Path.join(socketFolder, "supervisor.sock") }
    package var notifySocket: String { Path.join(socketFolder, "notify.sock") }
    package var lock: String { Path.join(projectFolder, "supervisor.lock") }
    package var log: String { Path.join(runFolder, "supervisor.log") }

    package var json: JSON {
        [
            "executable": .string(executable), "run": run.json, "scope": scope.json,
            "project": project.json, "run_folder": .string(runFolder),
            "project_folder": .string(projectFolder), "socket_folder": .string(socketFolder),
            "worktree": .string(worktree), "mode": .string(mode), "adopts": .bool(adopts),
            "environment": JSON(environment),
        ]
    }

    package init(json: JSON) throws {
        self.init(
            executable: try json.requiredString("executable"),
            run: RunID(unchecked: try json.requiredString("run")),
            scope: ScopeID(unchecked: try json.requiredString("scope")),
            project: ProjectName(unchecked: try json.requiredString("project")),
            runFolder: try json.requiredString("run_folder"),
            projectFolder: try json.requiredString("project_folder"),
            socketFolder: try json.requiredString("socket_folder"),
            worktree: try json.requiredString("worktree"),
            mode: try json.requiredString("mode"), adopts: try json.requiredBool("adopts"),
            environment: try json.strings("environment"))
    }
}
