/// What a store found.
package enum LoadedStepState: Sendable, Equatable {
    case nothing
    case state(StepExecutionState)
    /// It was no valid record and is now at `setAside`.
    case damaged(setAside: String, reason: String)
}
