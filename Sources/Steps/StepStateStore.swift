/// Where the execution state of a graph is kept.
package protocol StepStateStore: Sendable {
    /// Reserves it for one runner, until the claim is let go.
    ///
    /// - Throws: `Failure` `steps.busy` that names the holder.
    func claim(_ note: String) throws -> StepClaim
    /// - Throws: where it can't be read, or was written by a newer version.
    func load() throws -> LoadedStepState
    /// Replaces what is there as a whole.
    func save(_ state: StepExecutionState) throws
}
