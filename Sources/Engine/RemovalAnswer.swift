import Lifecycle
import Platform
import RunState
import Supervision
import Vocabulary

/// The `--json` form of a plan of removals, before and after.
struct RemovalAnswer {
    let schema: String
    let plan: RemovalPlan
    let isDone: Bool

    func answer(failure: Failure? = nil) -> Answer {
        let failures =
            (failure.map { [$0] } ?? [])
            + plan.removals.compactMap { removal -> Failure? in
                guard case .project(let project) = removal.extent else { return removal.failure }
                return removal.failure?.of(project)
            }
        let size = plan.removals.filter { $0.failure == nil }.map(\.size).reduce(.none, +)
        return Answer(
            schema: schema, ok: failures.isEmpty,
            text: RemovalText(plan, isDone: isDone).text,
            [
                "removed": .bool(isDone), "bytes": .int(size.bytes), "files": JSON(size.files),
                "removals": .array(plan.removals.map(json)), "kept": json(plan.kept),
            ], failures: failures)
    }

    private func json(_ removal: Removal) -> JSON {
        var object: JSON.Object = [
            "scope": removal.isShared ? .null : removal.scope.json,
            "project": removal.project?.json ?? .null,
            "reason": .string(removal.reason), "ok": .bool(removal.failure == nil),
            "outcome": .string(outcome(removal)), "bytes": .int(removal.size.bytes),
            "files": JSON(removal.size.files), "items": .array(removal.items.map(json)),
            "ports": .array(removal.reservations.map(\.port.json)), "kept": json(removal.kept),
            "stopped": .array(removal.stop?.components.map(\.json) ?? []),
        ]
        if let failure = removal.failure { object["error"] = failure.json }
        return .object(object)
    }

    private func outcome(_ removal: Removal) -> String {
        switch removal.outcome {
        case .planned: "planned"
        case .removed: "removed"
        case .failed: "failed"
        }
    }

    private func json(_ item: OwnedItem) -> JSON {
        [
            "kind": .string(item.kind.rawValue), "component": item.component?.json ?? .null,
            "path": .string(item.path), "bytes": .int(item.size.bytes),
            "files": JSON(item.size.files),
        ]
    }

    private func json(_ kept: [KeptPath]) -> JSON {
        .array(kept.map { ["path": .string($0.path), "reason": .string($0.reason)] })
    }
}
