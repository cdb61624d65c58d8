import Platform
import RunState
import Steps
import Supervision
import Vocabulary

/// The steps of the last start that was kept, as its run has them: what a resume goes on with.
struct RecordedSteps: Sendable {
    /// The `steps.json` it was read from.
    let path: String
    let state: StepExecutionState

    /// Nil where no start was kept, or nothing readable is recorded of its steps: a damaged file is
    /// set aside, and told, by the run of steps itself.
    init?(_ present: PresentProject, _ parts: StartupParts) {
        guard let record = present.record, present.launch?.transaction?.state == .committed else {
            return nil
        }
        path = parts.layout.scope(record.scope).run(record.run).steps
        do { state = try StepExecutionState(json: JSON.parse(FileSystem.read(path))) } catch {
            return nil
        }
    }

    /// Some of them never came to a good end.
    var isOpen: Bool { state.plan.contains { !isDone($0.id) } }

    func isDone(_ step: StepID) -> Bool { state.results[step]?.outcome.isDone ?? false }

    /// In one sentence, where a resume goes on; nil where nothing failed.
    var note: String? {
        state.failed.map { "the last start failed at step '\($0)'; this goes on there" }
    }

    /// Whether steps of that component are among them.
    func has(_ component: ComponentID) -> Bool {
        state.plan.contains { $0.id.rawValue.hasPrefix("\(component).") }
    }

    /// - Throws: `steps.unknown_step` with the nearest one.
    func check(_ step: StepID) throws(Failure) {
        let known = state.plan.map(\.id.rawValue)
        guard !known.contains(step.rawValue) else { return }
        throw Failure(
            "steps.unknown_step", "there is no step '\(step)'",
            because: ["the steps of the last start are " + known.joined(separator: ", ")],
            hint: suggestion(for: step.rawValue, among: known).map { "did you mean '\($0)'?" },
            details: ["known": JSON(known)])
    }

    /// Refuses steps that are not those of the last start, as far as that one had them: what else
    /// was lost since is not its business, and neither is the order.
    ///
    /// - Throws: `steps.plan_changed` with the difference.
    func compare(with steps: [Step]) throws {
        let ids = Set(state.plan.map(\.id))
        let mine = steps.filter { ids.contains($0.id) || $0.component.map(has) ?? true }
        let kept = Set(mine.map(\.id))
        let graph = try StepGraph(id: state.graph, steps: mine.map { $0.depending(on: kept) })
        let differences = PlannedStep.differences(from: state.plan, to: graph.plan)
            .filter { !$0.hasPrefix("order:") }
        if differences.isEmpty { return }
        throw Failure(
            "steps.plan_changed", "the steps are not those of the last start any more",
            at: state.graph, because: differences,
            hint: "add --replan to go on with the new ones, or begin anew with 'envctl start'")
    }
}

extension Step {
    /// Without what is not among these.
    fileprivate func depending(on ids: Set<StepID>) -> Step {
        var copy = self
        copy.dependsOn.removeAll { !ids.contains($0) }
        copy.rerunsWith.removeAll { !ids.contains($0) }
        return copy
    }
}
