package import Vocabulary

/// Something that is wrong, in the order in which it should be looked at.
package struct Cause: Sendable, Equatable {
    /// Stable: `port_taken`, `disk_full`; listed in `docs/diagnostics.md`.
    package var id: String
    /// One sentence without a full stop.
    package var title: String
    package var component: ComponentID?
    /// What was seen that shows it.
    package var evidence: [String]
    /// The command to type.
    package var next: String
    /// What to do before it, where the command alone does not help.
    package var advice: String?

    package init(
        _ id: String, _ title: String, component: ComponentID? = nil, evidence: [String],
        next: String, advice: String? = nil
    ) {
        self.id = id
        self.title = title
        self.component = component
        self.evidence = evidence
        self.next = next
        self.advice = advice
    }

    package var json: JSON {
        [
            "id": .string(id), "title": .string(title), "component": component?.json ?? .null,
            "evidence": JSON(evidence), "next": .string(next), "advice": JSON(advice),
        ]
    }
}
