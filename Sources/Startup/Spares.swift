import Configuration
import Planning
import Requirements
import Vocabulary

/// What a start that has committed does for the next one: spares that it took are made again, by
/// processes that nobody waits for.
struct Spares {
    let session: StartSession

    /// Returns at once, and fails no start.
    func refill() {
        let blueprint = session.live.current
        for component in session.plan.changes {
            // Without a spare the next start copies the template.
            try? refill(component.id, blueprint)
        }
    }

    private func refill(_ component: ComponentID, _ blueprint: Blueprint) throws {
        guard let requirement = session.configuration.requirement(component) else { return }
        let adapter = try blueprint.registry.adapter(for: requirement.kind)
        try blueprint.instance(of: requirement).refillSpare(adapter)
    }
}
