import Platform
package import Vocabulary

/// Where the things of one project are that outlive its runs.
package struct ProjectLayout: Sendable, Hashable {
    package let project: ProjectName
    /// Absolute path.
    package let folder: String
    let passable: FileMode

    /// Link to the project's latest run.
    package var current: String { Path.join(folder, "current") }
    /// Held by a command that changes the project.
    package var lock: String { Path.join(folder, "lock") }
    /// There while a stop waits for whoever holds `lock`.
    package var stopWish: StopWish { StopWish(path: Path.join(folder, "stop.wish")) }
    /// Held by the supervisor for as long as it lives.
    package var supervisorLock: String { Path.join(folder, "supervisor.lock") }
    /// 0600: the passwords that were generated for this project.
    package var secrets: String { Path.join(folder, "secrets.json") }
    /// What the project's steps did in earlier runs.
    package var stepsHistory: String { Path.join(folder, "steps_history.json") }
    package var dataFolder: String { Path.join(folder, "data") }
    package var snapshotsFolder: String { Path.join(folder, "snapshots") }
    package var logs: String { Path.join(folder, "logs") }

    /// The folder that the component owns; made by its own steps, for its account.
    package func data(_ component: ComponentID) -> String {
        Path.join(dataFolder, component.rawValue)
    }

    /// The copies of a component's data that are kept under names.
    package func snapshots(_ component: ComponentID) -> String {
        Path.join(snapshotsFolder, component.rawValue)
    }

    /// Inherited by the component's processes, see `DataLock`.
    package func dataLock(_ component: ComponentID) -> String {
        data(component) + ".lock"
    }

    package func log(_ component: ComponentID) -> String {
        Path.join(logs, component.rawValue + ".log")
    }

    package func prepare() throws {
        try Folder.make(folder, mode: passable)
        try Folder.make(dataFolder, mode: passable)
        try Folder.make(logs, mode: 0o700)
    }
}
