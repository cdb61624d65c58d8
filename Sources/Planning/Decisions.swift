package import Supervision
package import Vocabulary

/// What is known of a component before a start: what is true, and what it was made from.
package struct PresentComponent: Sendable {
    package var status: ComponentStatus
    /// One sentence on why it is not ready.
    package var reason: String?
    /// What its process was made from; nil where it has none.
    package var fingerprint: Fingerprint?

    package init(status: ComponentStatus, reason: String? = nil, fingerprint: Fingerprint? = nil) {
        self.status = status
        self.reason = reason
        self.fingerprint = fingerprint
    }
}

/// Decides what a start does with each component. Pure.
package enum Decisions {
    /// - Parameters:
    ///   - wanted: what it would be made from now; nil where it has no process of ours.
    ///   - present: nil where nothing is recorded of it.
    package static func decide(
        wanted: Fingerprint?, present: PresentComponent?
    ) -> PlannedComponent.Decision {
        guard let present else { return .start("it does not run") }
        switch present.status {
        case .ready, .degraded, .starting:
            guard let wanted else { return .start("it is asked whether it answers") }
            let changed = present.fingerprint.map { wanted.differences(from: $0) } ?? ["unknown"]
            if !changed.isEmpty { return .restart(changed.map(sentence)) }
            if present.status == .degraded { return .start(present.reason ?? "it is degraded") }
            return present.status == .starting ? .await : .keep
        case .stopped: return .start(present.reason ?? "it was stopped")
        case .failed: return .start(present.reason.map { "it failed: \($0)" } ?? "it failed")
        case .lost: return .start("it was recorded as running and is gone")
        case .foreign: return .start(present.reason ?? "its port is held by someone else")
        case .stopping, .skipped: return .start("it does not run")
        }
    }

    /// Restarts what asked to be restarted with something that it needs.
    ///
    /// - Parameter restarting: of each component, the needs whose restart restarts it.
    package static func propagate(
        _ components: [PlannedComponent], restarting: [ComponentID: [ComponentID]]
    ) -> [PlannedComponent] {
        var launched: Set<ComponentID> = []
        return components.map { component in
            var component = component
            let cause = restarting[component.id]?.first(where: launched.contains)
            if let cause, component.decision == .keep || component.decision == .await {
                component.decision = .restart(["'\(cause)' is started anew"])
            }
            if component.decision.launches { launched.insert(component.id) }
            return component
        }
    }

    /// Leaves out what is to be launched and needs something that can't be.
    package static func withhold(_ components: [PlannedComponent]) -> [PlannedComponent] {
        var missing = Set(components.filter { $0.problem != nil }.map(\.id))
        return components.map { component in
            var component = component
            let need = component.needs.first(where: missing.contains)
            if let need, component.decision.launches {
                component.decision = .skip("it needs '\(need)', which can't be brought back")
                missing.insert(component.id)
            }
            return component
        }
    }

    /// `env.API_URL` → "the variable API_URL has changed".
    private static func sentence(_ part: String) -> String {
        let pieces = part.split(separator: ".", maxSplits: 1).map(String.init)
        guard pieces.count == 2 else { return "its \(part) has changed" }
        switch pieces[0] {
        case "env": return "the variable \(pieces[1]) has changed"
        case "env_file": return "the variable \(pieces[1]) of its env_file has changed"
        case "projection": return "the projected variable \(pieces[1]) has changed"
        case "caller": return "\(pieces[1]) of your environment has changed"
        case "port": return "its port '\(pieces[1])' has changed"
        case "image": return "its image's name means another image now"
        case "inputs": return "files of '\(pieces[1])' have changed"
        default: return "its \(pieces[0]) '\(pieces[1])' has changed"
        }
    }
}
