import Planning
import Platform
import Requirements
import RunState
import Steps
import Supervision
import Vocabulary

/// What a start has found out that no supervisor could: how long each phase of a requirement took,
/// and the requirements that have no process of ours.
struct StartFindings {
    let session: StartSession
    let report: StepRunReport
    let clock: Clock

    /// Of each launched requirement: its steps with their durations, in order.
    var phases: [(component: ComponentID, phases: JSON)] {
        session.plan.changes.filter { $0.kind == .requirement && $0.backend != .external }.map {
            component in
            let own = report.results.filter { $0.id.rawValue.hasPrefix("\(component.id).") }
            let phases = own.map { result -> JSON in
                let name = result.id.rawValue.dropFirst(component.id.rawValue.count + 1)
                return [
                    "name": .string(String(name)), "milliseconds": JSON(result.duration),
                ]
            }
            return (component.id, .array(phases))
        }
    }

    /// Records of what was to be launched and did not come to it, so that nobody forgets it.
    func unlaunched(_ run: RunRecord?) -> [ComponentRecord] {
        session.plan.changes.filter { $0.backend != .external }.compactMap { component in
            let launch = StepID(unchecked: "\(component.id).launch")
            let result = report.results.first { $0.id == launch }
            let isAwaited = run?[component.id]?.isAwaited ?? false
            guard let result, !result.outcome.isDone, result.isSkipped || isAwaited else {
                return nil
            }
            var record =
                run?[component.id]
                ?? ComponentRecord(name: component.id, kind: component.kind, status: .failed)
            // It ran before, and still does as it was.
            if record.identity != nil { return nil }
            record.status = .failed
            record.reason = "it was not launched: " + cause(of: result, component.id)
            return record
        }
    }

    /// Records of the servers that the user gave, of a start that is undone: what their answers were,
    /// and which were not asked any more. What an earlier start found stays where it is still so.
    func unreached(_ run: RunRecord?) throws -> [ComponentRecord] {
        try externals().compactMap { component in
            let own = report.results.filter { $0.id.rawValue.hasPrefix("\(component.name).") }
            let known = run?[component.name]
            var record = known ?? component
            if let failed = own.first(where: \.isFailed) {
                record.status = .failed
                record.reason = failed.error.map(\.message) ?? "step '\(failed.id)' failed"
            } else if known != nil {
                return nil
            } else if !own.allSatisfy(\.outcome.isDone) {
                record.status = .failed
                let stuck = own.first { !$0.outcome.isDone }
                record.reason = "it was not asked: " + cause(of: stuck, component.name)
            }
            return record
        }
    }

    /// What the component's step waited for in vain, since several may fail in one start: a step of
    /// its own, one that it depends on, else the one that the start stopped at.
    private func cause(of step: StepResult?, _ component: ComponentID) -> String {
        let failed = report.results.filter(\.isFailed)
        let own = failed.first { $0.id.rawValue.hasPrefix("\(component).") }
        guard let culprit = own ?? step.flatMap({ awaited(by: $0.id) }) ?? failed.first else {
            return "the start ran out of time"
        }
        return "step '\(culprit.id)' failed"
    }

    /// The nearest failed one of the steps that have to be over before that one.
    private func awaited(by step: StepID) -> StepResult? {
        let needs = report.state.plan.reduce(into: [:]) { $0[$1.id] = $1.dependsOn }
        var (waiting, seen) = ([step], Set([step]))
        while let id = waiting.first {
            waiting.removeFirst()
            if let result = report[id], result.isFailed { return result }
            waiting += (needs[id] ?? []).filter { seen.insert($0).inserted }
        }
        return nil
    }

    /// Records of the servers that the user gave: probed by this start or an earlier one.
    func externals() throws -> [ComponentRecord] {
        let blueprint = session.live.current
        let values = try blueprint.values()
        return try session.plan.components.filter { $0.backend == .external }.map { component in
            var record = ComponentRecord(name: component.id, kind: .requirement, status: .ready)
            record.backend = .external
            record.url = values.projections[component.id]?.reference("url").map(PublicAddress.of)
            record.fingerprint = try blueprint.fingerprint(of: component.id)?.json.object ?? [:]
            record.projectionKeys =
                values.projections[component.id]?.environment.map(\.name) ?? []
            record.times = ComponentTimes(ready: clock.now())
            return record
        }
    }
}
