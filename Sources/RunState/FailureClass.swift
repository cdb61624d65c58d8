/// What kind of failure kept a requirement from starting, and so what happens next.
package enum FailureClass: String, Sendable, CaseIterable {
    /// The port was taken between claim and bind: the next port is tried, up to five times.
    case bindConflict = "bind_conflict"
    /// Not ready yet, or a passing error: tried again until the deadline.
    case transientProbe = "transient_probe"
    /// Runs, but an optional bootstrap failed: `degraded`, the start goes on.
    case softBootstrap = "soft_bootstrap"
    /// Can't run: the start stops.
    case hard
}
