package import Vocabulary

/// What of a spec only the supervisor goes by: a change of it takes effect while the process runs on.
package struct LaunchRules: Sendable, Equatable {
    package var restart: RestartPolicy
    package var stop: StopRule
    package var needs: [ComponentNeed]
    package var health: HealthCheck?
    /// Milliseconds.
    package var readyTimeout: Int
    package var watch: WatchRule?

    package init(_ spec: LaunchSpec) {
        restart = spec.restart
        stop = spec.stop
        needs = spec.needs
        health = spec.health
        readyTimeout = spec.readyTimeout
        watch = spec.watch
    }

    /// The keys of the configuration in which they differ.
    package func changes(from other: LaunchRules) -> [String] {
        [
            ("restart", restart == other.restart), ("stop", stop == other.stop),
            ("needs", needs == other.needs), ("health", health == other.health),
            ("ready.timeout", readyTimeout == other.readyTimeout),
            ("watch", watch == other.watch),
        ].filter { !$0.1 }.map(\.0)
    }
}

extension LaunchSpec {
    package mutating func take(_ rules: LaunchRules) {
        restart = rules.restart
        stop = rules.stop
        needs = rules.needs
        health = rules.health
        readyTimeout = rules.readyTimeout
        watch = rules.watch
    }
}
