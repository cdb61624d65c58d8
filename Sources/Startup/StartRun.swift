import Configuration
import Events
import Planning
import Platform
import RunState
import Steps
import Supervision
import Vocabulary

/// The part of a start that changes things: supervisor, transaction, steps, commit or undo.
struct StartRun {
    let request: StartRequest
    let plan: StartPlan
    let present: PresentProject
    let parts: StartupParts

    init(
        _ request: StartRequest, _ plan: StartPlan, _ present: PresentProject, _ parts: StartupParts
    ) {
        self.request = request
        self.plan = plan
        self.present = present
        self.parts = parts
    }

    var project: Project { request.project }
    var runFolder: RunLayout { parts.layout.scope(project.scope).run(plan.blueprint.run) }

    func run(_ cancellation: Cancellation) throws -> StartOutcome {
        parts.sink.emit(.planned(plan.components.map(\.json)))
        let client: SupervisorClient
        do {
            try checkSteps()
            client = try Recording.span(.supervisor) { try supervisor() }
        } catch {
            if !plan.continuesRun { try parts.ports.endClaims(of: plan.blueprint.run) }
            try parts.heed(project)
            // A Ctrl-C reaches it too, while it is not yet in a session of its own.
            guard isInterrupted(cancellation) else { throw error }
            return StartOutcome(
                project: project, ending: .interrupted, run: plan.blueprint.run, plan: plan)
        }
        let haste = try Haste(client, at: cancellation.insistence)
        defer { haste.end() }
        let recorder = SupervisorSink(
            client, digest: CommandDigest(parts.layout.scope(project.scope)))
        let sink = EventFanOut([parts.sink, recorder])
        let session = session(client, sink)
        let limit = try Deadline(
            milliseconds: request.timeout
                ?? request.configuration.preferences.startTimeoutMilliseconds,
            parent: cancellation)
        defer { limit.end() }
        // Without it a step would go on for an environment that is no more.
        try client.cancelsAtEnd(limit.cancellation)
        do {
            let report = try Recording.span(.steps) {
                try runSteps(session, limit.cancellation)
            }
            return try close(session, report, limit.cancellation)
        } catch {
            return try undone(
                session, nil, [FailureEntry(Failure(error), time: parts.clock.now())], .failed)
        }
    }

    private func session(_ client: SupervisorClient?, _ sink: any EventSink) -> StartSession {
        StartSession(
            request: request, plan: plan, client: client, live: LiveBlueprint(plan.blueprint),
            ports: parts.ports, sink: sink, rules: plan.rules,
            secrets: parts.secrets)
    }

    // MARK: the steps

    private func runSteps(
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

    // MARK: the end

    private func close(
        _ session: StartSession, _ report: StepRunReport, _ cancellation: Cancellation
    ) throws -> StartOutcome {
        switch report.outcome {
        case .succeeded: return try committed(session, report, request.detach ? .launched : .ready)
        case .degraded: return try committed(session, report, .degraded)
        case .failed:
            // The same Ctrl-C may have ended a step's program before the step saw it.
            if isInterrupted(cancellation) {
                return try undone(session, nil, [], .interrupted)
            }
            if wasStopped(session) { return try undone(session, nil, [stopped], .failed) }
            if request.keepOnFailure { return try committed(session, report, .failed) }
            return try undone(session, report, failures(report), .failed)
        case .cancelled:
            switch cancellation.reason {
            case .timeout: return try undone(session, report, [timedOut(report)], .failed)
            case .requested: return try undone(session, nil, [stopped], .failed)
            case .signal, nil: return try undone(session, nil, [], .interrupted)
            }
        }
    }

    private func isInterrupted(_ cancellation: Cancellation) -> Bool {
        if case .signal = cancellation.reason { true } else { false }
    }

    /// By another command, or with its supervisor.
    private func wasStopped(_ session: StartSession) -> Bool {
        // It can't be asked any more: it has ended.
        guard let status = try? session.client.status() else { return true }
        return status["ending"]?.bool ?? false
    }

    private func committed(
        _ session: StartSession, _ report: StepRunReport, _ ending: StartOutcome.Ending
    ) throws -> StartOutcome {
        let failures = failures(report)
        let found = StartFindings(session: session, report: report, clock: parts.clock)
        let record = try parts.runs.record(plan.blueprint.run, of: project.scope)
        for (component, phases) in found.phases {
            try session.client.update(component, facts: ["phases": phases])
        }
        let notes = try degrade(session, failures)
        try session.client.updateRun([
            "ports": .array(session.live.current.ports.map(\.json)),
            "requirements": .array((try found.externals() + found.unlaunched(record)).map(\.json)),
            "failures": .array(failures.map(\.json)),
            "metadata": .object([RunRecord.failedStartKey: .null]),
        ])
        try Recording.span(.commit) { try session.client.commit() }
        Spares(session: session).refill()
        for note in notes { parts.sink.emit(.note(note)) }
        var outcome = try outcome(session, ending, failures)
        outcome.notes += notes
        return outcome
    }

    /// What runs without an optional bootstrap is recorded so, and told.
    private func degrade(
        _ session: StartSession, _ failures: [FailureEntry]
    ) throws -> [String] {
        try failures.compactMap { failure in
            guard failure.failureClass == .softBootstrap, let component = failure.component else {
                return nil
            }
            let reason = ([failure.message] + failure.causes).joined(separator: ": ")
            try session.client.degrade(component, reason: reason)
            return "'\(component)' is degraded: \(reason)"
        }
    }

    /// What this start began is stopped; what ran before stays.
    ///
    /// - Parameter report: where it says what was not launched, and why; nil where nothing failed.
    private func undone(
        _ session: StartSession, _ report: StepRunReport?, _ failures: [FailureEntry],
        _ ending: StartOutcome.Ending
    ) throws -> StartOutcome {
        let facts = try facts(session, report, failures)
        let notes = try Recording.span(.undo) { try undo(session, failures, facts) }
        for note in notes { parts.sink.emit(.note(note)) }
        if !plan.continuesRun {
            try session.client.leave()
            try parts.ports.endClaims(of: plan.blueprint.run)
        }
        var outcome = try outcome(session, ending, failures)
        outcome.notes += notes
        return outcome
    }

    /// - Returns: what was done besides, in sentences for the user.
    private func undo(
        _ session: StartSession, _ failures: [FailureEntry], _ facts: JSON.Object
    ) throws -> [String] {
        // The answer tells them; on a full disk they may not be recorded as well.
        try? session.client.updateRun(facts)
        do {
            let restored = try session.client.abort().restored.map { "'\($0)'" }
            if restored.isEmpty { return [] }
            return ["what ran before was started again: \(restored.joined(separator: ", "))"]
        } catch  where Failure(error).code == "supervisor.no_transaction" {
            return []  // its beginning could not be recorded, so nothing was launched
        } catch  where SupervisorClient.isGone(error) {
            // The same is done without it.
            var now = try PresentProject(project, parts)
            return try Recovery(parts, isOwn: true).recover(&now)
        }
    }

    /// What is recorded of a start that is undone.
    private func facts(
        _ session: StartSession, _ report: StepRunReport?, _ failures: [FailureEntry]
    ) throws -> JSON.Object {
        var facts: JSON.Object = ["failures": .array(failures.map(\.json))]
        let cause = failures.first { $0.code != StartupParts.stopped.code }
        facts["metadata"] = .object([RunRecord.failedStartKey: JSON(cause?.sentence)])
        guard let report else { return facts }
        let found = StartFindings(session: session, report: report, clock: parts.clock)
        let record = try parts.runs.record(plan.blueprint.run, of: project.scope)
        let unlaunched = found.unlaunched(record).map { component in
            var component = component
            component.undo(isWanted: request.resumes)
            return component
        }
        facts["requirements"] = .array(unlaunched.map(\.json))
        return facts
    }

    private func outcome(
        _ session: StartSession, _ ending: StartOutcome.Ending, _ failures: [FailureEntry]
    ) throws -> StartOutcome {
        let record = try parts.runs.record(plan.blueprint.run, of: project.scope)
        let unwatched = record?.unwatched ?? []
        for note in unwatched { parts.sink.emit(.note(note)) }
        return StartOutcome(
            project: project, ending: ending, run: plan.blueprint.run, plan: plan,
            components: record?.components ?? [], failures: failures,
            notes: plan.notes + unwatched)
    }

    private func failures(_ report: StepRunReport) -> [FailureEntry] {
        report.results.filter(\.isFailed).map { result in
            let failure = result.error ?? Failure("step.failed", "step '\(result.id)' failed")
            var entry = FailureEntry(
                failure, time: parts.clock.now(),
                component: failure.details["component"]?.string.map(ComponentID.init(unchecked:)))
            entry.step = result.id.rawValue
            if let place = failure.location, place != result.id.rawValue,
                !place.hasPrefix("component '")
            {
                entry.causes.insert("at \(place)", at: 0)
            }
            entry.logLines = failure.details["log"]?.array?.compactMap(\.string) ?? []
            entry.failureClass = failure.details["class"]?.string.flatMap(FailureClass.init)
            // The details are our own; an exit that can't be read is only not shown.
            entry.exit = failure.details["exit"].flatMap { $0.isNull ? nil : try? Exit(json: $0) }
            return entry
        }
    }

    private var stopped: FailureEntry {
        FailureEntry(
            StartupParts.stopped, time: parts.clock.now())
    }

    private func timedOut(_ report: StepRunReport) -> FailureEntry {
        let cut = report.results.filter { $0.outcome == .cancelled }
        // Between two steps nothing is cut: then what was to come.
        let open = (cut.isEmpty ? report.results.filter { !$0.outcome.isDone } : cut)
            .map(\.id.rawValue)
        return FailureEntry(
            Failure(
                "start.timed_out", "the start took longer than its time-out",
                because: ["still under way: \(open.joined(separator: ", "))"],
                hint: "see 'envctl logs', or allow more with --timeout"),
            time: parts.clock.now())
    }
}
