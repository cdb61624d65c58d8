import Digests
import Vocabulary

extension StepGraph {
    /// What is saved of the plan, in the order of running.
    package var plan: [PlannedStep] {
        order.map {
            PlannedStep(
                id: $0.id, description: $0.description, dependsOn: $0.predecessors,
                digest: SHA256.hex(of: JSON.object($0.definition).compact))
        }
    }

    /// The digest of what this graph would do, and in which order.
    package var planDigest: String { PlannedStep.digest(of: plan) }
}

extension Step {
    /// What makes it this step. Environments are left out: they hold secrets and what differs from
    /// terminal to terminal; functions are told apart by the id of their step.
    fileprivate var definition: JSON.Object {
        [
            "id": id.json, "depends_on": JSON(predecessors.map(\.rawValue)),
            "mutexes": JSON(mutexes), "policy": .string(policy.rawValue),
            "elevated": .bool(elevated), "check": .bool(check != nil), "undo": .bool(undo != nil),
            "commands": commandsDefinition, "inputs": JSON(inputs.map(\.definition)),
        ]
    }

    /// What its commands are; part of the digest of its inputs too, so that an edited command runs.
    var commandsDefinition: JSON {
        .array(action.commands.map { ["argv": JSON($0.argv), "directory": .string($0.directory)] })
    }
}

extension StepInput {
    /// What is watched, without what it is now: another value is no other plan.
    fileprivate var definition: String {
        switch self {
        case .file(let path): "file:" + path
        case .glob(let pattern, let root): "glob:" + root + ":" + pattern
        case .value(let name, _): "value:" + name
        case .dataIdentity(let name, _): "data:" + name
        }
    }
}
