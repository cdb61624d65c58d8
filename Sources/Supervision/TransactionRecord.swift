package import Vocabulary

/// A transaction as `launch.json` has it: `begun` and no supervisor means it must be undone.
package struct TransactionRecord: Sendable, Equatable {
    package enum State: String, Sendable {
        case begun, committed, aborted
    }

    package var id: String
    package var verb: String
    package var state: State

    package init(id: String, verb: String, state: State) {
        self.id = id
        self.verb = verb
        self.state = state
    }

    package var json: JSON {
        ["id": .string(id), "verb": .string(verb), "state": .string(state.rawValue)]
    }

    package init(json: JSON) throws {
        id = try json.requiredString("id")
        verb = try json.requiredString("verb")
        state = try json.required("state", "a state") { $0.string.flatMap(State.init) }
    }
}
