package import Vocabulary

/// A transaction as `launch.json` has it: `begun` and no supervisor means it must be undone.
package struct TransactionRecord: Sendable, Equatable {
    package enum State: String, Sendable {
        case begun, committed, aborted
    }

    package var id: String
    package var verb: String
    package var state: State
    /// Its command vanished before the end, and the supervisor undid it.
    package var isAbandoned: Bool

    package init(id: String, verb: String, state: State, isAbandoned: Bool = false) {
        self.id = id
        self.verb = verb
        self.state = state
        self.isAbandoned = isAbandoned
    }

    package var json: JSON {
        [
            "id": .string(id), "verb": .string(verb), "state": .string(state.rawValue),
            "abandoned": .bool(isAbandoned),
        ]
    }

    package init(json: JSON) throws {
        id = try json.requiredString("id")
        verb = try json.requiredString("verb")
        state = try json.required("state", "a state") { $0.string.flatMap(State.init) }
        isAbandoned = json["abandoned"]?.bool ?? false
    }
}
