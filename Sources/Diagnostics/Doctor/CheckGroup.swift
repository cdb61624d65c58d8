/// What a check is about; `--only` takes these words too.
package enum CheckGroup: String, Sendable, CaseIterable {
    case platform
    /// envctl's own programs.
    case own = "self"
    case config
    case repository
    /// Folders, modes, sockets and locks.
    case runtime
    case requirements
    /// Records against their schemas and against the kernel.
    case state
    case ports
    case processes
    case disk
    case contracts
    case recentFailures = "recent-failures"
    /// Rows of the readiness gate; no check of doctor's own is in it.
    case gate
}
