package import RunState
import Supervision
package import Vocabulary

/// What would run where, on which ports, from what, and why; made for start, resume and
/// explain-startup alike.
package struct StartPlan: Sendable {
    package var blueprint: Blueprint
    /// In the order in which they start.
    package var components: [PlannedComponent]
    /// The run that goes on; nil: `blueprint.run` begins anew.
    package var continuesRun: Bool
    /// Notes for the user: dropped variables, moved ports.
    package var notes: [String]
    /// For ports that are given out anew while it runs.
    package var rules: PortRules

    package init(
        blueprint: Blueprint, components: [PlannedComponent], continuesRun: Bool,
        notes: [String] = [], rules: PortRules
    ) {
        self.blueprint = blueprint
        self.components = components
        self.continuesRun = continuesRun
        self.notes = notes
        self.rules = rules
    }

    /// Those that have to be launched, in order.
    package var changes: [PlannedComponent] { components.filter { $0.decision.launches } }

    /// Whether everything that was asked for is there already.
    package var isEmpty: Bool {
        components.allSatisfy {
            switch $0.decision {
            case .keep, .skip: true
            case .start, .restart, .await: false
            }
        }
    }

    package subscript(component: ComponentID) -> PlannedComponent? {
        components.first { $0.id == component }
    }
}

/// One component of a plan.
package struct PlannedComponent: Sendable, Equatable {
    package var id: ComponentID
    package var kind: ComponentKind
    package var needs: [ComponentID]
    package var decision: Decision
    /// What has changed of it since it was launched, where it is left running all the same.
    package var changes: [String]
    /// Why it can't be launched, where it is skipped for that.
    package var problem: Failure?
    /// `native`, `docker`, `external`; and why, for requirements.
    package var backend: Backend
    package var backendReason: String?
    package var version: String?

    package init(
        id: ComponentID, kind: ComponentKind, needs: [ComponentID], decision: Decision,
        changes: [String] = [], backend: Backend = .native, backendReason: String? = nil,
        version: String? = nil
    ) {
        self.id = id
        self.kind = kind
        self.needs = needs
        self.decision = decision
        self.changes = changes
        self.backend = backend
        self.backendReason = backendReason
        self.version = version
    }

    package enum Decision: Sendable, Equatable {
        /// It runs, and nothing that affects it has changed.
        case keep
        /// It was launched and is not ready yet.
        case `await`
        /// With the reason.
        case start(String)
        /// It runs, and these parts have changed.
        case restart([String])
        /// With the reason.
        case skip(String)

        package var launches: Bool {
            switch self {
            case .start, .restart: true
            case .keep, .await, .skip: false
            }
        }

        /// `keep`, `wait`, `start`, `restart`, `skip`.
        package var word: String {
            switch self {
            case .keep: "keep"
            case .await: "wait"
            case .start: "start"
            case .restart: "restart"
            case .skip: "skip"
            }
        }

        package var reasons: [String] {
            switch self {
            case .keep: ["it runs, and nothing that affects it has changed"]
            case .await: ["it was launched and is not ready yet"]
            case .start(let reason), .skip(let reason): [reason]
            case .restart(let parts): parts
            }
        }
    }

    package var json: JSON {
        [
            "name": id.json, "kind": .string(kind.rawValue), "action": .string(decision.word),
            "reasons": JSON(decision.reasons), "needs": JSON(needs.map(\.rawValue)),
            "backend": .string(backend.rawValue), "backend_reason": JSON(backendReason),
            "version": JSON(version),
        ]
    }
}
