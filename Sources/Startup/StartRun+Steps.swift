import Configuration
import Events
import Planning
import Platform
import RunState
import Steps
import Supervision
import Vocabulary

/// What is to be done, in which order, and how it runs.
extension StartRun {
    func runSteps(
        _ session: StartSession, _ cancellation: Cancellation
    ) throws -> StepRunReport {
        let graph = try graph(session)
        try FileSystem.createDirectories(locksFolder)
        if let recorded = request.steps, recorded.path != runFolder.steps {
            try FileSystem.writeAtomically(try FileSystem.read(recorded.path), to: runFolder.steps)
        }
        let history = try StepHistory(
            path: parts.folders(of: project).stepsHistory, clock: parts.clock)
        let runner = runner(session.sink, history)
        let report = try Blocking.wait { try await runner.run(graph, cancellation: cancellation) }
        if [.succeeded, .degraded].contains(report.outcome), !request.detach {
            try session.relaunchMisled(cancellation)
        }
        return report
    }

    private func graph(_ session: StartSession) throws -> StepGraph {
        try StepGraph(id: "start \(project.name)", steps: try steps(session))
    }

    private var locksFolder: String { Path.join(parts.layout.roots.state, "locks") }

    private func runner(_ sink: any EventSink, _ history: StepHistory? = nil) -> StepRunner {
        var options = StepOptions(
            jobs: request.configuration.preferences.jobs ?? 8, beginning: beginning,
            // They were compared: here even a component more would count as a change.
            replan: true, locksFolder: locksFolder)
        options.secrets = parts.secrets
        return StepRunner(
            store: FileStepStateStore(path: runFolder.steps, clock: parts.clock),
            history: history, options: options, sink: sink, clock: parts.clock)
    }

    /// With the record of the last start, where a resume goes on with it.
    private var beginning: StepOptions.Beginning {
        if request.steps == nil { return .fresh }
        return request.resumesFrom.map(StepOptions.Beginning.resumeFrom) ?? .resume
    }

    /// Before anything is begun: whether the steps of the last start can be gone on with.
    ///
    /// - Throws: `steps.plan_changed`, and what `StepRunner.check` throws.
    func checkSteps() throws {
        guard let recorded = request.steps else { return }
        let session = session(nil, parts.sink)
        let graph = try graph(session)
        if !request.replans { try recorded.compare(with: graph.order) }
        try runner(parts.sink).check(graph, with: recorded.state)
    }

    /// What would be executed, in order; runs nothing.
    func plannedSteps() throws -> [Step] { try graph(session(nil, parts.sink)).order }

    /// The steps of all components, needs first, and the project's own.
    private func steps(_ session: StartSession) throws -> [Step] {
        var steps: [Step] = []
        for component in plan.components {
            let after = component.needs.flatMap { session.lastSteps(of: $0) }
            let made = try ComponentSteps(component: component, session: session, after: after)
                .make()
            session.remember(made.last, of: component.id)
            steps += made.steps
        }
        return steps + (try ProjectSteps(session: session).all())
    }
}
