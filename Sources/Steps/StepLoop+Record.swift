import Events
import Platform
import Vocabulary

extension StepLoop {
    /// Before anything runs: what the last run left is read, ended, and, on a resume, taken up.
    mutating func takeUpRecord() throws {
        if let damage = runner.history?.damage {
            runner.sink.emit(.stepStateDamaged(setAside: damage.setAside, reason: damage.reason))
        }
        switch try runner.store.load() {
        case .nothing: try takeUp(state)
        case .damaged(let place, let reason):
            runner.sink.emit(.stepStateDamaged(setAside: place, reason: reason))
            try takeUp(state)
        case .state(let record):
            try endLeftovers(record)
            try takeUp(record)
        }
    }

    private mutating func takeUp(_ record: StepExecutionState) throws {
        let beginning = runner.options.beginning
        guard beginning != .fresh else { return }
        try compare(record)
        let kept = record.withoutChanges(in: state.plan)
        resume = try StepResume(beginning, graph, kept)
        state.results = kept.results.mapValues { result in
            var result = result
            result.began = nil  // by the clock of the run that it was in
            return result
        }
        state.completed = kept.completed
        state.started = record.started
    }

    private func compare(_ record: StepExecutionState) throws(Failure) {
        guard record.planDigest != state.planDigest, !runner.options.replan else { return }
        throw Failure(
            "steps.plan_changed", "the plan of '\(graph.id)' has changed since its last run",
            at: graph.id, because: PlannedStep.differences(from: record.plan, to: state.plan),
            hint: "add --replan to go on with the new plan")
    }

    /// Processes of a step whose runner was killed in its middle must not run beside their successor.
    private func endLeftovers(_ record: StepExecutionState) throws {
        let marks = Set(record.current.map(\.mark).filter { $0 != 0 })
        guard !marks.isEmpty else { return }
        let kernel = try KernelInstance.current(environment: [:])
        _ = try ProcessSweep(marks: marks, kernel: kernel).killUntilEmpty()
    }
}

extension StepExecutionState {
    /// This record without the steps that `plan` does not have or has otherwise.
    func withoutChanges(in plan: [PlannedStep]) -> StepExecutionState {
        let before = self.plan
        let same = plan.filter { step in
            before.contains { $0.id == step.id && $0.digest == step.digest }
        }
        let ids = Set(same.map(\.id))
        var copy = self
        copy.results = results.filter { ids.contains($0.key) }
        copy.completed = completed.filter(ids.contains)
        copy.current = current.filter { ids.contains($0.id) }
        return copy
    }
}
