/// What of a project's supervisor is true.
package enum SupervisorState: String, Sendable, CaseIterable {
    /// It holds its lock.
    case running
    /// The run has not ended, and nobody holds the lock.
    case lost
    /// The run has ended, and so has it.
    case stopped
}
