package import Platform
package import Vocabulary

/// `launch.json`: what a later command needs to find, stop or adopt what runs, also after a crash
/// of everything of ours. Written by the supervisor alone while one lives.
package struct LaunchRecord: Sendable, Equatable {
    package static let schema = "envctl.launch/1"

    package var run: RunID
    package var scope: ScopeID
    package var project: ProjectName
    /// Absolute; chosen when the run began, and used by every later command.
    package var socketFolder: String
    package var worktree: String
    /// Of the process that wrote this; whether it lives, only its lock says.
    package var supervisor: ProcessIdentity?
    /// The latest transaction; nil before the first.
    package var transaction: TransactionRecord?
    package var components: [LaunchedComponent]

    package init(
        run: RunID, scope: ScopeID, project: ProjectName, socketFolder: String, worktree: String,
        supervisor: ProcessIdentity? = nil, transaction: TransactionRecord? = nil,
        components: [LaunchedComponent] = []
    ) {
        self.run = run
        self.scope = scope
        self.project = project
        self.socketFolder = socketFolder
        self.worktree = worktree
        self.supervisor = supervisor
        self.transaction = transaction
        self.components = components
    }

    package var socket: String { Path.join(socketFolder, "supervisor.sock") }

    package subscript(component: ComponentID) -> LaunchedComponent? {
        components.first { $0.component == component }
    }

    package var json: JSON {
        [
            "schema": .string(Self.schema), "run_id": run.json, "scope": scope.json,
            "project": project.json, "socket_folder": .string(socketFolder),
            "worktree": .string(worktree), "supervisor": supervisor?.json ?? .null,
            "transaction": transaction?.json ?? .null,
            "components": .array(components.map(\.json)),
        ]
    }

    package init(json: JSON) throws {
        let schema = try json.requiredString("schema")
        guard schema == Self.schema else {
            throw Failure(
                "state.newer", "launch.json was written by another version of envctl",
                because: ["its schema is \(schema), this version reads \(Self.schema)"],
                hint: "use the version of envctl that started this environment")
        }
        self.init(
            run: RunID(unchecked: try json.requiredString("run_id")),
            scope: ScopeID(unchecked: try json.requiredString("scope")),
            project: ProjectName(unchecked: try json.requiredString("project")),
            socketFolder: try json.requiredString("socket_folder"),
            worktree: try json.requiredString("worktree"),
            supervisor: try json.optional(
                "supervisor", "an identity", ProcessIdentity.init(json:)),
            transaction: try json.optional(
                "transaction", "a transaction", TransactionRecord.init(json:)),
            components: try json.list("components", LaunchedComponent.init(json:)))
    }

    /// The record of a run folder; nil where there is none.
    package static func read(runFolder: String) throws -> LaunchRecord? {
        let path = Path.join(runFolder, "launch.json")
        guard let bytes = try FileSystem.readIfPresent(path) else { return nil }
        do { return try LaunchRecord(json: try JSON.parse(bytes)) } catch {
            var failure = Failure(error)
            failure.location = path
            failure.hint =
                "'envctl status' names its processes: end them with 'kill', move that file away, "
                + "then 'envctl start'"
            throw failure
        }
    }

    /// Replaces `launch.json`, readable for its owner only.
    ///
    /// - Parameters:
    ///   - synced: before a spawn and at a commit (two syncs: file and folder).
    ///   - swapping: without the flush that a rename costs on ext4, see `writeBySwapping`.
    package func write(
        runFolder: String, synced: Bool, swapping: Bool = false
    ) throws(SystemError) {
        let path = Path.join(runFolder, "launch.json")
        let bytes = Array(json.pretty.utf8)
        if swapping { return try FileSystem.writeBySwapping(bytes, to: path, mode: 0o600) }
        try FileSystem.writeAtomically(bytes, to: path, mode: 0o600, synced: synced)
    }
}
