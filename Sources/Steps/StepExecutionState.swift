package import Vocabulary

/// How far the run of a graph is: what `steps.json` holds.
package struct StepExecutionState: Sendable, Equatable {
    /// A step that had begun and was not over at the last save.
    package struct Running: Sendable, Equatable {
        package var id: StepID
        /// Borne by all its processes.
        package var mark: UInt64
        package var started: Timestamp
    }

    package var graph: String
    package var plan: [PlannedStep]
    package var planDigest: String
    /// Succeeded or proven done, in the order of ending.
    package var completed: [StepID] = []
    package var current: [Running] = []
    package var results: [StepID: StepResult] = [:]
    package var started: Timestamp
    package var updated: Timestamp

    /// The state before anything of `graph` has run.
    package init(_ graph: StepGraph, at time: Timestamp) {
        self.graph = graph.id
        plan = graph.plan
        planDigest = PlannedStep.digest(of: plan)
        started = time
        updated = time
    }

    package mutating func begin(_ id: StepID, mark: UInt64, at time: Timestamp) {
        results[id] = nil
        completed.removeAll { $0 == id }
        current.append(Running(id: id, mark: mark, started: time))
        updated = time
    }

    package mutating func end(_ result: StepResult, at time: Timestamp) {
        current.removeAll { $0.id == result.id }
        completed.removeAll { $0 == result.id }
        results[result.id] = result
        if result.outcome.isDone { completed.append(result.id) }
        updated = time
    }

    /// The first step, in the plan's order, that went wrong; nil where none did.
    package var failed: StepID? {
        plan.map(\.id).first { results[$0]?.outcome.isFailure ?? false }
    }
}
