/// What kind of failure a requirement had, which decides what happens next.
package enum FailureClass: String, Sendable, CaseIterable {
    /// The port was taken between claim and bind: the next port, up to 5 times.
    case bindConflict = "bind_conflict"
    /// Not ready yet, or a passing error: tried again until the deadline.
    case transientProbe = "transient_probe"
    /// It runs, but an optional bootstrap failed: `degraded`, the start goes on.
    case softBootstrap = "soft_bootstrap"
    /// It can't run: the start stops.
    case hard
}
