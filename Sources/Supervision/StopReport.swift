package import Platform
package import Vocabulary

/// What a stop did, component by component, and how it is known that nothing is left.
package struct StopReport: Sendable, Equatable {
    package var components: [ComponentStop]
    /// What an undo started again, since it had run before what is stopped here.
    package var restored: [ComponentID]

    package init(components: [ComponentStop] = [], restored: [ComponentID] = []) {
        self.components = components
        self.restored = restored
    }

    /// Whether nothing is left of any of them.
    package var isComplete: Bool { components.allSatisfy { $0.proof != .none } }

    package var json: JSON {
        [
            "components": .array(components.map(\.json)),
            "restored": JSON(restored.map(\.rawValue)),
        ]
    }

    package init(json: JSON) throws {
        components = try json.list("components", ComponentStop.init(json:))
        // An older supervisor tells of none.
        restored = try json.strings("restored").map(ComponentID.init(unchecked:))
    }
}

/// How one incarnation ended.
package struct ComponentStop: Sendable, Equatable {
    package enum Proof: String, Sendable {
        /// Nothing of it ran when the stop began.
        case notRunning = "not_running"
        /// Two scans of the process table in a row found nothing of it.
        case twoScans = "two_scans"
        /// `cgroup.events` says `populated 0`.
        case emptyGroup = "empty_group"
        /// The engine says that there is no container of it, and its client is gone.
        case noContainer = "no_container"
        /// None: `survivors` could not be ended, or an engine does not answer.
        case none
    }

    package var component: ComponentID
    package var incarnation: Int
    package var proof: Proof
    /// Of its first process; nil where nobody could see it.
    package var exit: Exit?
    /// The grace ran out, and something had to be killed.
    package var forced: Bool
    /// Processes that were killed (also what its first process had left behind).
    package var killed: Int
    /// From the beginning of the stop to the proof.
    package var milliseconds: Int
    /// Pids that could not be ended.
    package var survivors: [Int32]

    package init(
        component: ComponentID, incarnation: Int = 0, proof: Proof, exit: Exit? = nil,
        forced: Bool = false, killed: Int = 0, milliseconds: Int = 0, survivors: [Int32] = []
    ) {
        self.component = component
        self.incarnation = incarnation
        self.proof = proof
        self.exit = exit
        self.forced = forced
        self.killed = killed
        self.milliseconds = milliseconds
        self.survivors = survivors
    }

    /// What keeps it from being proved gone, for people; of use where `proof` is none.
    package var unproved: String {
        let pids = survivors.map(String.init).joined(separator: ", ")
        return survivors.isEmpty
            ? "'\(component)': the engine does not say that its container is gone"
            : "'\(component)': still alive: pid \(pids)"
    }

    package var json: JSON {
        [
            "component": component.json, "incarnation": JSON(incarnation),
            "proof": .string(proof.rawValue), "exit": exit?.json ?? .null,
            "forced": .bool(forced), "killed": JSON(killed), "milliseconds": JSON(milliseconds),
            "survivors": .array(survivors.map { .int(Int64($0)) }),
        ]
    }

    package init(json: JSON) throws {
        self.init(
            component: ComponentID(unchecked: try json.requiredString("component")),
            incarnation: try json.requiredInt("incarnation"),
            proof: try json.required("proof", "a proof") { $0.string.flatMap(Proof.init) },
            exit: try json.optional("exit", "an exit", Exit.init(json:)),
            forced: try json.requiredBool("forced"), killed: try json.requiredInt("killed"),
            milliseconds: try json.requiredInt("milliseconds"),
            survivors: try json.list("survivors") { Int32(truncatingIfNeeded: $0.int ?? 0) })
    }
}
