package import Vocabulary

/// What a start is about to launch: the supervisor gives each a mark before any of it runs.
package struct TransactionPlan: Sendable, Equatable {
    /// Unique within the run; the command chooses it.
    package var id: String
    /// The verb that began it, for people: `start`, `restart`.
    package var verb: String
    package var components: [ComponentID]

    package init(id: String, verb: String = "start", components: [ComponentID]) {
        self.id = id
        self.verb = verb
        self.components = components
    }

    package var json: JSON {
        [
            "id": .string(id), "verb": .string(verb),
            "components": JSON(components.map(\.rawValue)),
        ]
    }

    package init(json: JSON) throws {
        id = try json.requiredString("id")
        verb = try json.optionalString("verb") ?? "start"
        components = try json.strings("components").map(ComponentID.init(unchecked:))
    }
}
