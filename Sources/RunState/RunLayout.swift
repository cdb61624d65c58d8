import Platform
package import Vocabulary

/// Where the things of one run are.
package struct RunLayout: Sendable, Hashable {
    package let run: RunID
    /// Absolute path.
    package let folder: String

    package init(run: RunID, folder: String) {
        self.run = run
        self.folder = folder
    }

    package func artifact(_ file: ArtifactFile) -> String { Path.join(folder, file.rawValue) }

    package var runState: String { artifact(.runState) }
    package var events: String { artifact(.events) }
    /// Plan and execution state of the steps.
    package var steps: String { Path.join(folder, "steps.json") }
    /// What the supervisor itself has to say, such as when it ends badly.
    package var supervisorLog: String { Path.join(folder, "supervisor.log") }
    /// 0600: what adoption reads; holds environments.
    package var launch: String { Path.join(folder, "launch.json") }

    package func prepare() throws {
        try Folder.make(folder, mode: 0o700)
    }
}
