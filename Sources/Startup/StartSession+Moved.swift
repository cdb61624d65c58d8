import Events
import Planning
import Platform
import RunState
import Supervision
import Synchronization
import Vocabulary

/// A port that moves while a start is under way may have been told to others already.
extension StartSession {
    /// Launches again, needs first, what runs with an address that is no more; each is ready after.
    ///
    /// A component that is launched again may itself move, so it is looked at until nothing differs.
    func relaunchMisled(_ cancellation: Cancellation) throws {
        guard live.current.ports != plan.blueprint.ports else { return }
        while let component = try plan.components.first(where: isMisled)?.id {
            sink.emit(
                Event(
                    "start.note", component: component,
                    data: [
                        "text": .string("'\(component)' has an address that moved: launched again")
                    ]))
            try launch(component)
            try waitReady(component, cancellation)
        }
    }

    private func isMisled(_ component: PlannedComponent) throws -> Bool {
        if case .skip = component.decision { return false }
        let planned = try plan.blueprint.spec(of: component.id)?.fingerprint
        guard let known = launched.withLock({ $0[component.id] }) ?? planned else { return false }
        return try live.current.spec(of: component.id)?.fingerprint != known
    }
}
