import Digests
package import Vocabulary

/// A step as the plan on disk has it.
package struct PlannedStep: Sendable, Equatable {
    package var id: StepID
    package var description: String
    package var dependsOn: [StepID]
    /// SHA-256 of its definition.
    package var digest: String

    /// The digest of a whole plan.
    static func digest(of plan: [PlannedStep]) -> String {
        SHA256.hex(of: plan.map { "\($0.id) \($0.digest)\n" }.joined())
    }

    /// What changed from one plan to the other, one line each; empty where nothing did.
    package static func differences(from old: [PlannedStep], to new: [PlannedStep]) -> [String] {
        let before = old.map(\.id)
        let after = new.map(\.id)
        var lines = after.filter { !before.contains($0) }.map { "added: \($0)" }
        lines += before.filter { !after.contains($0) }.map { "removed: \($0)" }
        lines += new.filter { step in old.contains { $0.id == step.id && $0.digest != step.digest }
        }
        .map { "changed: \($0.id)" }
        if lines.isEmpty, before != after {
            lines = ["order: " + after.map(\.rawValue).joined(separator: ", ")]
        }
        return lines
    }

    package var json: JSON {
        [
            "id": id.json, "description": .string(description),
            "depends_on": JSON(dependsOn.map(\.rawValue)), "digest": .string(digest),
        ]
    }

    package init(json: JSON) throws {
        id = StepID(unchecked: try json.requiredString("id"))
        description = try json.requiredString("description")
        dependsOn = try json.strings("depends_on").map(StepID.init(unchecked:))
        digest = try json.requiredString("digest")
    }

    init(id: StepID, description: String, dependsOn: [StepID], digest: String) {
        self.id = id
        self.description = description
        self.dependsOn = dependsOn
        self.digest = digest
    }
}
