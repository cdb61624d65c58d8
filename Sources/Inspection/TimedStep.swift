import Steps

/// A step that ran, with its place in time: milliseconds since the run of its graph began.
struct TimedStep {
    let id: StepID
    /// The component that its id begins with; for a step of the project's own the whole id.
    let owner: String
    let phase: StartTimings.Phase
    let began: Int
    let ended: Int
    let dependsOn: [StepID]

    /// In the order of the plan.
    static func all(of state: StepExecutionState) -> [TimedStep] {
        let order = state.plan.map(\.id)
        return state.plan.compactMap { planned in
            guard let result = state.results[planned.id], let began = result.began else {
                return nil
            }
            return TimedStep(
                id: planned.id, owner: owner(of: planned.id),
                phase: phase(of: planned.id, in: order),
                began: began, ended: began + result.duration, dependsOn: planned.dependsOn)
        }
    }

    private static func owner(of id: StepID) -> String {
        let text = id.rawValue
        return text.hasPrefix("steps.") ? text : String(text.prefix { $0 != "." })
    }

    private static func phase(of id: StepID, in order: [StepID]) -> StartTimings.Phase {
        let text = id.rawValue
        if text.hasPrefix("steps.") { return .prepare }
        if text.hasSuffix(".launch") { return .spawn }
        if text.hasSuffix(".ready") { return .ready }
        let ready = StepID(unchecked: owner(of: id) + ".ready")
        guard let own = order.firstIndex(of: id), let answer = order.firstIndex(of: ready) else {
            return .prepare
        }
        return own > answer ? .finish : .prepare
    }

    /// How long one component was in each phase: side by side counts once, and where nothing of it
    /// ran it waited.
    static func phases(_ steps: [TimedStep]) -> [StartTimings.Phase: Int] {
        var result: [StartTimings.Phase: Int] = [:]
        var reached = 0
        for step in steps.sorted(by: { ($0.began, $0.ended) < ($1.began, $1.ended) }) {
            if step.began > reached { result[.wait, default: 0] += step.began - reached }
            let own = step.ended - max(step.began, min(reached, step.ended))
            if own > 0 { result[step.phase, default: 0] += own }
            reached = max(reached, step.ended)
        }
        return result
    }

    /// Back from the step that ended last, each time to the one whose end it waited for.
    static func path(to last: TimedStep, among steps: [TimedStep]) -> [StartTimings.Stretch] {
        var path: [StartTimings.Stretch] = []
        var next: TimedStep? = last
        // A record of ours has no cycle; a damaged one must not hang a command.
        for _ in steps {
            guard let step = next else { break }
            next = steps.filter { step.dependsOn.contains($0.id) }.max { $0.ended < $1.ended }
            let from = next.map(\.ended) ?? 0
            path.append(step.stretch(step.phase, step.ended - max(step.began, from)))
            if step.began > from { path.append(step.stretch(.wait, step.began - from)) }
        }
        return path.reversed().filter { $0.milliseconds > 0 }
    }

    private func stretch(_ phase: StartTimings.Phase, _ milliseconds: Int) -> StartTimings.Stretch {
        StartTimings.Stretch(name: owner, step: id, phase: phase, milliseconds: milliseconds)
    }
}
