package import Events
package import Platform

/// Runs graphs of steps; the only loop of its kind.
package struct StepRunner: Sendable {
    let store: any StepStateStore
    let history: StepHistory?
    let options: StepOptions
    let sink: any EventSink
    let clock: Clock

    /// - Parameter history: what earlier runs of the project did; nil: only this run's record.
    package init(
        store: any StepStateStore, history: StepHistory? = nil,
        options: StepOptions = StepOptions(),
        sink: any EventSink, clock: Clock = .system
    ) {
        self.store = store
        self.history = history
        self.options = options
        self.sink = sink
        self.clock = clock
    }

    /// Runs the graph to its end, the first failure, or the cancellation.
    ///
    /// A failed step is in the report, never an error.
    /// - Throws: `Failure` where nothing could begin: `steps.busy`, `steps.plan_changed`,
    ///   `steps.unfinished_prerequisite`, `steps.unknown_step`; or where the state can't be saved.
    package func run(_ graph: StepGraph, cancellation: Cancellation) async throws -> StepRunReport {
        let runner = self
        return try await withTaskCancellationHandler {
            // The loop has a thread of its own: it waits, locks and writes.
            try await Blocking.run {
                var loop = try StepLoop(runner, graph, cancellation)
                return try loop.run()
            }
        } onCancel: {
            cancellation.cancel()
        }
    }

    /// Goes on where the last run stopped, or at the named step.
    package func resume(
        _ graph: StepGraph, from id: StepID? = nil, cancellation: Cancellation
    ) async throws -> StepRunReport {
        var options = options
        options.beginning = id.map(StepOptions.Beginning.resumeFrom) ?? .resume
        let runner = StepRunner(
            store: store, history: history, options: options, sink: sink, clock: clock)
        return try await runner.run(graph, cancellation: cancellation)
    }

    /// Whether `run` could begin with that record, without a trace; the plans are not compared.
    ///
    /// - Throws: `steps.unfinished_prerequisite`, `steps.unknown_step`, `steps.not_repeatable`.
    package func check(_ graph: StepGraph, with record: StepExecutionState) throws {
        _ = try StepResume(options.beginning, graph, record.withoutChanges(in: graph.plan))
    }

    /// What is recorded, without changing anything of a readable record.
    package func state() throws -> LoadedStepState { try store.load() }
}
