/// What the failure of a step means for the rest of its graph.
package enum StepPolicy: String, Sendable, CaseIterable {
    /// Nothing begins any more.
    case stop
    /// Its dependents are skipped, all others go on.
    case `continue`
    /// Its dependents go on too; the run ends `degraded` rather than `failed`.
    case soft
}
