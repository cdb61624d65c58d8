import Configuration
import Events
import Platform
import Requirements
import Routing
import RunState
import Terminal
import Vocabulary

/// What every command is given: made once for each call, by the composition root.
struct CommandContext: Sendable {
    let route: Route
    var host: Host
    let console: Console
    let clock: Clock
    let kernel: KernelInstance
    let layout: StateLayout
    let registry: RequirementRegistry
    /// Seen by all long work; SIGINT and SIGTERM end up here.
    let cancellation: Cancellation
    /// What is never to be told or recorded.
    let secrets: SecretRegistry
    /// Nil where nothing is recorded.
    var recording: CommandRecording? = nil

    var wantsJSON: Bool { route.has(.json) }

    /// Why no place is known for envctl's state; nil where one is.
    var homelessness: Failure? {
        do {
            _ = try StateRoots(host: host)
            return nil
        } catch { return error }
    }

    /// A project as people read it: with its repository where there may be several.
    func label(_ project: Project) -> String {
        route.targets.everywhere
            ? "\(project.name) in \(project.root)" : project.name.rawValue
    }

    /// The folder that the command is about: `--repo`, else where the caller stands.
    var folder: String {
        route.repository.map { Path.absolute($0, in: host.directory) } ?? host.directory
    }

    /// Absolute path of `envctl-supervisor`, which lies beside this binary.
    var supervisorProgram: String { Path.join(Path.parent(host.executable), "envctl-supervisor") }

    /// The configuration of a project.
    ///
    /// - Parameter mainWorktree: whose `.envctl` is used where the worktree has none.
    /// - Returns: nil where nothing configures it.
    /// - Throws: `config.invalid` with every mistake.
    func configuration(of project: Project, mainWorktree: String?) throws -> ProjectConfiguration? {
        let found = try Recording.span(.configuration, ["project": project.name.json]) {
            try ConfigurationLoader(sources(project, mainWorktree: mainWorktree)).load()
        }
        // A file says them in its own quotes; what is launched, also by an earlier command, has these.
        secrets.add(variables: found?.declaredVariables ?? [])
        return found
    }

    /// What that configuration is made from.
    func sources(_ project: Project, mainWorktree: String?) -> ConfigurationSources {
        learning(
            ConfigurationSources(
                folder: project.root, worktree: project.worktree, mainWorktree: mainWorktree,
                environment: host.environment,
                assignments: route.assignments.map { ($0.key, $0.value) },
                overrides: overrides, requirements: registry.schemas))
    }

    /// What looks secret in the files is known before anything is told of them.
    private func learning(_ sources: ConfigurationSources) -> ConfigurationSources {
        var sources = sources
        let secrets = secrets
        sources.onRead = { secrets.learn(from: $0) }
        return sources
    }

    private var overrides: [ConfigurationSources.Override] {
        guard let timeout = route.value(.timeout) else { return [] }
        return [
            ConfigurationSources.Override(
                path: ["start", "timeout"], value: timeout, flag: "--timeout")
        ]
    }

    /// Preferences that hold outside of any project.
    func preferences() throws -> Preferences {
        try ConfigurationLoader(
            learning(
                ConfigurationSources(
                    folder: folder, worktree: folder, environment: host.environment,
                    assignments: route.assignments.map { ($0.key, $0.value) },
                    requirements: registry.schemas))
        ).preferences()
    }
}
