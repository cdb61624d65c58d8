import Platform

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
    /// What files would hold, by their absolute paths: read in the place of the files, so that a
    /// change can be judged before it is written.
    package var drafts: [String: [UInt8]] = [:]
    /// Shown each file that is read, before anybody can complain about it.
    package var onRead: (@Sendable ([UInt8]) -> Void)?

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

    /// The draft of the file, else its content; nil where there is neither.
    func read(_ path: String) throws(SystemError) -> [UInt8]? {
        if let draft = drafts[path] { return draft }
        let bytes = try FileSystem.readIfPresent(path)
        if let bytes { onRead?(bytes) }
        return bytes
    }

    /// The nearest `envctl.yaml` that a load takes; nil where there is none.
    package var file: String? {
        ConfigurationLoader.findConfiguration(from: folder, upTo: worktree) {
            drafts[$0] != nil || FileSystem.exists($0)
        }
    }

    /// The project's folder: that of `envctl.yaml`, else the worktree's.
    package var root: String { file.map(Path.parent) ?? Path.absolute(worktree, in: "/") }

    /// The project's own `.envctl`, whether it is there or not.
    package var checkoutFile: String { Path.join(root, ConfigurationLoader.checkoutFileName) }

    /// The `.envctl` of the same folder in the main worktree, which holds here while there is no own
    /// one; nil in the main worktree itself.
    package var mainCheckoutFile: String? {
        guard let main = mainWorktree, main != worktree,
            let folder = Path.relative(root, to: Path.absolute(worktree, in: "/"))
        else { return nil }
        return Path.join(Path.absolute(folder, in: main), ConfigurationLoader.checkoutFileName)
    }
}
