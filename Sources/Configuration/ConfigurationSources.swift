/// All that a configuration is made from.
package struct ConfigurationSources: Sendable {
    /// One setting of the command line, e.g. `--timeout 30s` as `start.timeout`.
    package struct Override: Sendable, Equatable {
        /// The levels of the key.
        package var path: [String]
        package var value: String
        /// As it was typed, for messages: `--timeout`.
        package var flag: String

        package init(path: [String], value: String, flag: String) {
            self.path = path
            self.value = value
            self.flag = flag
        }
    }

    /// Where the person stands, absolute; the search for `envctl.yaml` begins here.
    package var folder: String
    /// The worktree's root, where the search ends; outside git the folder itself.
    package var worktree: String
    /// The main worktree's root; nil where there is none (a bare repository).
    package var mainWorktree: String?
    /// The caller's environment: `ENVCTL_…`, `XDG_CONFIG_HOME`, `HOME`.
    package var environment: [String: String]
    /// `KEY=VALUE` words of the command line, in order.
    package var assignments: [(name: String, value: String)]
    package var overrides: [Override]
    package var requirements: [RequirementSchema]
    /// Holds the system's `config.yaml`.
    package var systemFolder: String

    package init(
        folder: String, worktree: String, mainWorktree: String? = nil,
        environment: [String: String] = [:], assignments: [(name: String, value: String)] = [],
        overrides: [Override] = [], requirements: [RequirementSchema] = [],
        systemFolder: String = "/etc/envctl"
    ) {
        self.folder = folder
        self.worktree = worktree
        self.mainWorktree = mainWorktree
        self.environment = environment
        self.assignments = assignments
        self.overrides = overrides
        self.requirements = requirements
        self.systemFolder = systemFolder
    }
}
