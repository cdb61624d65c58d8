package import Platform
package import Vocabulary

/// All that the supervisor needs to run one component, as long as it lives: no name is looked up,
/// no file of the user is read any more.
package struct LaunchSpec: Sendable, Equatable {
    package var component: ComponentID
    package var kind: ComponentKind
    /// Absolute path.
    package var program: String
    /// With `argv[0]`.
    package var arguments: [String]
    /// `NAME=value`, in order; may hold secrets, so specs live in 0600 files only.
    package var environment: [String]
    /// Absolute path of the working directory.
    package var directory: String
    /// Absolute path; standard output and error go here, opened for append.
    package var log: String
    /// Bytes of the log that are kept.
    package var logLimit = LogRoom.standard
    /// Absolute path of the data's lock file, inherited by the component's processes.
    package var dataLock: String?
    /// Run as this account; nil is our own.
    package var account: Account?
    /// By resource name; `main` is the one that `url` shows.
    package var ports: [PortBinding]
    package var url: String?
    package var ready: Probe
    /// Milliseconds from the spawn to the deadline.
    package var readyTimeout: Int
    package var health: HealthCheck?
    package var restart: RestartPolicy
    package var stop: StopRule
    package var needs: [ComponentNeed]
    /// Digests of everything declared that affects the process.
    package var fingerprint: Fingerprint
    /// What the record shows besides: `version`, `backend`, `projection_keys`, `command`, `data`.
    package var facts: JSON.Object
    /// Values that its logs and failures must not tell, beside what its environment says.
    package var secrets: [String] = []
    /// Where the process is an engine's client: the container that it stands for.
    package var container: ContainerRule?
    /// Files whose change restarts it; nil is none.
    package var watch: WatchRule?

    package init(
        component: ComponentID, kind: ComponentKind, program: String, arguments: [String],
        environment: [String], directory: String, log: String, dataLock: String? = nil,
        account: Account? = nil, ports: [PortBinding] = [], url: String? = nil, ready: Probe,
        readyTimeout: Int = 60_000, health: HealthCheck? = nil,
        restart: RestartPolicy = .onFailure, stop: StopRule = StopRule(),
        needs: [ComponentNeed] = [],
        fingerprint: Fingerprint = Fingerprint(), facts: JSON.Object = [:]
    ) {
        self.component = component
        self.kind = kind
        self.program = program
        self.arguments = arguments
        self.environment = environment
        self.directory = directory
        self.log = log
        self.dataLock = dataLock
        self.account = account
        self.ports = ports
        self.url = url
        self.ready = ready
        self.readyTimeout = readyTimeout
        self.health = health
        self.restart = restart
        self.stop = stop
        self.needs = needs
        self.fingerprint = fingerprint
        self.facts = facts
    }
}

extension LaunchSpec {
    /// Why it counts as `degraded` though it is ready: a bootstrap that is not needed failed. Kept
    /// among the facts, so that an adopted component is not taken for a whole one.
    package var softFailure: String? {
        get { facts[Self.softFailureKey]?.string }
        set { facts[Self.softFailureKey] = JSON(newValue) }
    }

    package static let softFailureKey = "soft_failure"
}

package struct PortBinding: Sendable, Equatable {
    /// `main`, or the name of a further port.
    package var resource: String
    package var port: Port

    package init(resource: String, port: Port) {
        self.resource = resource
        self.port = port
    }
}

/// Asked again and again after ready; nothing is asked without it.
package struct HealthCheck: Sendable, Equatable {
    package var probe: Probe
    /// Milliseconds between two asks.
    package var interval: Int

    package init(probe: Probe, interval: Int) {
        self.probe = probe
        self.interval = interval
    }
}

package struct StopRule: Sendable, Equatable {
    /// Number of the signal; SIGTERM where nothing else is said.
    package var signal: Int32
    /// Milliseconds until it is made to end.
    package var timeout: Int
    /// Run instead of sending the signal; absolute path first.
    package var command: [String]?

    package init(signal: Int32 = 15, timeout: Int = 10_000, command: [String]? = nil) {
        self.signal = signal
        self.timeout = timeout
        self.command = command
    }
}

package struct ComponentNeed: Sendable, Equatable {
    package var component: ComponentID
    /// A restart of it restarts the one that needs it.
    package var restarts: Bool

    package init(component: ComponentID, restarts: Bool = false) {
        self.component = component
        self.restarts = restarts
    }
}

/// What a process was made from, part by part, so that a change can be named.
package struct Fingerprint: Sendable, Equatable {
    /// `command`, `directory`, `env.API_URL`, `port.main`, … with a digest each, sorted by name.
    package private(set) var parts: [(name: String, digest: String)] = []

    package init() {}

    package init(_ parts: some Sequence<(String, String)>) {
        self.parts = parts.map { (name: $0.0, digest: $0.1) }.sorted { $0.name < $1.name }
    }

    /// The names of the parts that differ, sorted.
    package func differences(from other: Fingerprint) -> [String] {
        let ours = Dictionary(parts.map { ($0.name, $0.digest) }) { $1 }
        let theirs = Dictionary(other.parts.map { ($0.name, $0.digest) }) { $1 }
        return Set(ours.keys).union(theirs.keys).filter { ours[$0] != theirs[$0] }.sorted()
    }

    package static func == (left: Fingerprint, right: Fingerprint) -> Bool {
        left.differences(from: right).isEmpty
    }
}
