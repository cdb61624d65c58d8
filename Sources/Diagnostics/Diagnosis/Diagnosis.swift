package import Vocabulary

/// What most likely went wrong: causes, the first one first. A pure function of the facts.
package struct Diagnosis: Sendable, Equatable {
    package let causes: [Cause]

    init(causes: [Cause]) { self.causes = causes }

    package init(_ facts: DiagnosisFacts) {
        var causes: [Cause] = []
        for rule in Rules.all {
            for cause in rule.explain(facts) where !Self.isKnown(cause, causes) {
                causes.append(cause)
            }
        }
        // Last, and only where nothing else is said of it.
        for cause in Rules.unexplained.explain(facts) {
            let isCovered =
                causes.contains { $0.component == cause.component }
                || cause.component == nil && !causes.isEmpty
            if !isCovered { causes.append(cause) }
        }
        self.causes = causes
    }

    package var isWell: Bool { causes.isEmpty }

    package var json: JSON { .array(causes.map(\.json)) }

    /// The same again, or a failure that a rule before has explained already.
    private static func isKnown(_ cause: Cause, _ causes: [Cause]) -> Bool {
        causes.contains { known in
            if known.id == cause.id { return known.component == cause.component }
            guard let shown = cause.evidence.first else { return false }
            return known.evidence.contains(shown)
        }
    }
}
