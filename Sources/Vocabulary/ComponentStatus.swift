/// The status words; everywhere the same.
package enum ComponentStatus: String, Sendable, CaseIterable {
    case starting, ready, degraded, failed, stopping, stopped
    /// Recorded as running, and not found.
    case lost
    /// Its port is held by someone else.
    case foreign
    case skipped
}

/// What a component is.
package enum ComponentKind: String, Sendable {
    case requirement, service
}

/// What the user last asked for.
package enum DesiredState: String, Sendable {
    case running, stopped
}

/// How a requirement is run.
package enum Backend: String, Sendable, CaseIterable {
    case native, docker, external
}
