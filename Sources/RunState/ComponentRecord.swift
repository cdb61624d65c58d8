package import Platform
package import Vocabulary

/// What is recorded of one component of a run; what is true now, only `Truth` says.
///
/// Services and requirements share it; what only one of them has is nil or empty for the other.
package struct ComponentRecord: Sendable, Equatable {
    package var name: ComponentID
    package var kind: ComponentKind
    package var desired: DesiredState
    package var status: ComponentStatus
    /// In one sentence, why `status` is not `ready`.
    package var reason: String?
    /// The start that was to bring it up was undone, and nobody has stopped it since.
    package var isUndone = false
    /// Nil for services: they are always native.
    package var backend: Backend?
    /// The first process of the incarnation; nil where none was started, and once it has ended.
    package var identity: ProcessIdentity?
    /// Session id of that process.
    package var session: Int32?
    /// The soft `RLIMIT_LOCKS` that every descendant bears; on the wire as hex digits, since it has
    /// more bits than other programs' numbers.
    package var mark: UInt64?
    /// Absolute path of the incarnation's cgroup.
    package var cgroup: String?
    package var ports: [BoundPort] = []
    package var url: String?
    /// Absolute path.
    package var log: String?
    package var times = ComponentTimes()
    package var restarts = 0
    /// How the last incarnation ended.
    package var exit: Exit?
    /// `command`, `directory`, `env.API_URL`, `port.main`, … with a digest each: what the process
    /// was made from.
    package var fingerprint: JSON.Object = [:]
    /// As written in the configuration; services only.
    package var command: String?
    /// Absolute path; services only.
    package var directory: String?
    /// Requirements only, as are all that follow.
    package var version: String?
    package var failureClass: FailureClass?
    package var phases: [Phase] = []
    /// Names of the environment variables that it projects; never their values.
    package var projectionKeys: [String] = []
    /// Absolute path of the data folder.
    package var data: String?

    package init(
        name: ComponentID, kind: ComponentKind, desired: DesiredState = .running,
        status: ComponentStatus
    ) {
        self.name = name
        self.kind = kind
        self.desired = desired
        self.status = status
    }

    /// The part of a start that took so long.
    package struct Phase: Sendable, Equatable {
        package var name: String
        package var milliseconds: Int

        package init(name: String, milliseconds: Int) {
            self.name = name
            self.milliseconds = milliseconds
        }
    }
}

/// When an incarnation was started and became ready.
package struct ComponentTimes: Sendable, Equatable {
    package var started: Timestamp?
    package var ready: Timestamp?
    /// From the spawn to ready, by the monotonic clock.
    package var readyMilliseconds: Int?

    package init(
        started: Timestamp? = nil, ready: Timestamp? = nil, readyMilliseconds: Int? = nil
    ) {
        self.started = started
        self.ready = ready
        self.readyMilliseconds = readyMilliseconds
    }
}
