package import Vocabulary

/// That a requirement works with another one of the project, which then has to be ready before it.
package struct RequirementUse: Sendable, Equatable {
    /// One of the words of `RequirementSchema.provides`.
    package var capability: String
    /// The key of its own that names the requirement; unset, the first that provides it is meant.
    package var key: String
    /// The word of that key that means none.
    package var none: String

    package init(_ capability: String, key: String, none: String) {
        self.capability = capability
        self.key = key
        self.none = none
    }
}

extension RequirementConfiguration {
    /// Which of `others` it works with; nil where none is meant or the one that is named is not
    /// there.
    package func partner(
        _ use: RequirementUse, among others: [(id: ComponentID, provides: Set<String>)]
    ) -> ComponentID? {
        let fitting = others.filter { $0.id != id && $0.provides.contains(use.capability) }
        guard let named = values[use.key]?.string else { return fitting.first?.id }
        return named == use.none ? nil : fitting.first { $0.id.rawValue == named }?.id
    }
}

extension ProjectConfiguration {
    /// Adds the needs that follow from what requirements use of each other, and a finding for each
    /// that names a requirement which has no such thing.
    mutating func connect(_ schema: ConfigurationSchema) -> [Finding] {
        let others = requirements.map {
            (id: $0.id, provides: schema.requirement($0.kind)?.provides ?? [])
        }
        var findings: [Finding] = []
        for index in requirements.indices {
            let requirement = requirements[index]
            guard let use = schema.requirement(requirement.kind)?.uses else { continue }
            guard let partner = requirement.partner(use, among: others) else {
                findings += requirement.missing(use)
                continue
            }
            if requirement.needs.contains(where: { $0.name == partner }) { continue }
            requirements[index].needs.append(
                NeedConfiguration(
                    name: partner,
                    origin: requirement.values[use.key]?.origin ?? requirement.origin))
        }
        return findings
    }
}

extension RequirementConfiguration {
    fileprivate func missing(_ use: RequirementUse) -> [Finding] {
        guard let value = values[use.key], let named = value.string, named != use.none else {
            return []
        }
        return [
            Finding(
                "no requirement '\(named)' of this project has a \(use.capability) for '\(id)'",
                at: value.origin, expected: "the name of one that has, or '\(use.none)'")
        ]
    }
}
