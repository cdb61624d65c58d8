import Planning
import Platform
import Supervision
import Vocabulary

/// What has changed in the configuration of components that run on, and is their supervisor's
/// business alone: how they are restarted, stopped and watched.
struct RuleTakeover {
    private let changed: [(spec: LaunchSpec, keys: [String])]
    private let socket: String?

    /// Looks; changes nothing.
    init(_ plan: StartPlan, _ present: PresentProject) throws {
        socket = present.supervisorLives ? present.launch?.socket : nil
        let kept = plan.components.filter { $0.decision == .keep || $0.decision == .await }
        changed = try kept.compactMap { component in
            guard let recorded = present.launch?[component.id]?.spec,
                let spec = try plan.blueprint.spec(of: component.id)
            else { return nil }
            let keys = LaunchRules(spec).changes(from: LaunchRules(recorded))
            return keys.isEmpty ? nil : (spec, keys)
        }
    }

    /// For the user.
    var notes: [String] {
        guard socket != nil else { return [] }
        return changed.map {
            "'\($0.spec.component)' needs no restart for what has changed: "
                + $0.keys.joined(separator: ", ")
        }
    }

    /// Has the supervisor go by it from now on.
    ///
    /// - Returns: what to tell of it.
    func run(_ cancellation: Cancellation) throws -> [String] {
        guard let socket, !changed.isEmpty else { return [] }
        let client = try SupervisorClient.connect(socket: socket, cancellation: cancellation)
        do {
            for (spec, _) in changed { try client.adjust(spec) }
            return notes
        } catch let failure as Failure {
            guard failure.code == "supervisor.unknown_method" else { throw failure }
            return [
                "the running supervisor is too old to take over what has changed: "
                    + "'envctl restart --supervisor', then start again"
            ]
        }
    }
}
