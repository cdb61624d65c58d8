package import Configuration
package import Vocabulary

/// Which components a command means, in the order in which they start.
package struct Selection: Sendable, Equatable {
    /// Needs first; ties in the order in which they were written.
    package var ordered: [ComponentID]
    /// Left out at the user's wish, or since something they need was.
    package var skipped: [ComponentID: String]

    /// The named components with all that they need (all where none is named), without `skip` and
    /// what needs it.
    ///
    /// - Throws: `component.unknown` with the known ones.
    package init(
        of configuration: ProjectConfiguration, named: [ComponentID] = [], skip: [ComponentID] = []
    ) throws(Failure) {
        for name in named + skip { try Self.check(name, in: configuration) }
        var needs: [ComponentID: [ComponentID]] = [:]
        for requirement in configuration.requirements {
            needs[requirement.id] = requirement.needs.map(\.name)
        }
        for service in configuration.services { needs[service.id] = service.needs.map(\.name) }
        ordered = Self.closure(named.isEmpty ? configuration.componentIDs : named, needs)
        skipped = [:]
        for name in skip { skipped[name] = "left out with --skip" }
        for name in ordered where skipped[name] == nil {
            if let missing = needs[name]?.first(where: { skipped[$0] != nil }) {
                skipped[name] = "it needs '\(missing)', which is left out"
            }
        }
        ordered.removeAll { skipped[$0] != nil }
    }

    /// - Throws: `component.unknown`.
    package static func check(
        _ name: ComponentID, in configuration: ProjectConfiguration
    ) throws(Failure) {
        try check(name, among: configuration.componentIDs)
    }

    /// - Throws: `component.unknown`.
    package static func check(_ name: ComponentID, among known: [ComponentID]) throws(Failure) {
        guard !known.contains(name) else { return }
        let words = known.map(\.rawValue)
        throw Failure(
            "component.unknown", "there is no component '\(name)'",
            because: [
                words.isEmpty ? "none is known" : "known are \(words.joined(separator: ", "))"
            ],
            hint: suggestion(for: name.rawValue, among: words).map { "did you mean '\($0)'?" }
                ?? "envctl list-targets",
            details: ["known": JSON(words)])
    }

    /// Depth first, so that needs come before what needs them. The configuration has no cycles.
    private static func closure(
        _ roots: [ComponentID], _ needs: [ComponentID: [ComponentID]]
    ) -> [ComponentID] {
        var result: [ComponentID] = []
        var seen: Set<ComponentID> = []
        func visit(_ name: ComponentID) {
            guard seen.insert(name).inserted else { return }
            for need in needs[name] ?? [] { visit(need) }
            result.append(name)
        }
        for root in roots { visit(root) }
        return result
    }
}
