/// What a function step has to tell beyond "done".
package struct StepOutcomeNote: Sendable, Equatable {
    /// Why there was nothing to do; nil where it did its work.
    package var skipped: String?
    /// Numbers for the record, e.g. `bytes`.
    package var counters: [String: Int]

    package init(skipped: String? = nil, counters: [String: Int] = [:]) {
        self.skipped = skipped
        self.counters = counters
    }
}
