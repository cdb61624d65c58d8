package import Vocabulary

/// A long-running process of the project itself.
package struct ServiceConfiguration: Sendable, Equatable {
    package var id: ComponentID
    /// Absolute and normalised; may lie outside the project.
    package var directory: String
    /// In order; a step that ran makes those after it run.
    package var prepare: [StepConfiguration]
    package var command: Command
    /// The preferred main port; nil where the service has none.
    package var port: Int?
    /// Further preferred ports by name.
    package var namedPorts: [String: Int]
    /// Nil: a listener where there is a port, else alive for a moment.
    package var ready: ProbeConfiguration?
    package var health: ProbeConfiguration?
    /// Files of KEY=VALUE lines; a later one wins.
    package var environmentFiles: [EnvironmentFile]
    package var environment: [EnvironmentEntry]
    package var needs: [NeedConfiguration]
    package var restart: RestartPolicy
    package var stop: StopConfiguration
    /// Files and globs relative to `directory` whose change makes the service another one.
    package var inputs: [String]
    /// What restarts it when it changes; nil is nothing.
    package var watch: WatchConfiguration?
    /// Bytes of its log that are kept; nil is the preference's.
    package var logLimit: Int64?
    package var origin: Origin

    package init(
        id: ComponentID, directory: String, prepare: [StepConfiguration] = [], command: Command,
        port: Int? = nil, namedPorts: [String: Int] = [:], ready: ProbeConfiguration? = nil,
        health: ProbeConfiguration? = nil, environmentFiles: [EnvironmentFile] = [],
        environment: [EnvironmentEntry] = [], needs: [NeedConfiguration] = [],
        restart: RestartPolicy = .onFailure, stop: StopConfiguration = StopConfiguration(),
        inputs: [String] = [], origin: Origin = .builtIn
    ) {
        self.id = id
        self.directory = directory
        self.prepare = prepare
        self.command = command
        self.port = port
        self.namedPorts = namedPorts
        self.ready = ready
        self.health = health
        self.environmentFiles = environmentFiles
        self.environment = environment
        self.needs = needs
        self.restart = restart
        self.stop = stop
        self.inputs = inputs
        self.origin = origin
    }
}
