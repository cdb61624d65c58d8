package import Vocabulary

/// Who needs whom among the components of a run.
package struct NeedOrder: Sendable {
    private let needs: [ComponentID: Set<ComponentID>]

    package init(_ specs: some Sequence<LaunchSpec>) {
        needs = Dictionary(specs.map { ($0.component, Set($0.needs.map(\.component))) }) { $1 }
    }

    /// Those of `components` that none of the others needs: what may be stopped first. Where all
    /// need each other (never in a checked configuration) that is all of them.
    package func outermost(of components: Set<ComponentID>) -> Set<ComponentID> {
        let needed = components.reduce(into: Set<ComponentID>()) { result, component in
            result.formUnion(needs[component, default: []].subtracting([component]))
        }
        let free = components.subtracting(needed)
        return free.isEmpty ? components : free
    }
}
