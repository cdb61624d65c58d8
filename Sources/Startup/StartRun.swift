import Configuration
import Events
import Glibc
import Planning
import Platform
import RunState
import Steps
import Supervision
import Vocabulary

/// The part of a start that changes things: supervisor, transaction, steps, commit or undo.
struct StartRun {
    private let request: StartRequest
    private let plan: StartPlan
    private let present: PresentProject
    private let parts: StartupParts

    init(
        _ request: StartRequest, _ plan: StartPlan, _ present: PresentProject, _ parts: StartupParts
    ) {
        self.request = request
        self.plan = plan
        self.present = present
        self.parts = parts
    }

    private var project: Project { request.project }
    private var runFolder: RunLayout { parts.layout.scope(project.scope).run(plan.blueprint.run) }

    func run(_ cancellation: Cancellation) throws -> StartOutcome {
        let client = try supervisor(cancellation)
        let recorder = SupervisorSink(client)
        let sink = EventFanOut([parts.sink, recorder])
        let session = StartSession(
            request: request, plan: plan, client: client, live: LiveBlueprint(plan.blueprint),
            ports: parts.ports, sink: sink, rules: plan.rules)
        let limit = try Deadline(
            milliseconds: request.timeout
                ?? request.configuration.preferences.startTimeoutMilliseconds,
            parent: cancellation)
        defer { limit.end() }
        do {
            let report = try runSteps(session, limit.cancellation)
            return try close(session, report, limit.cancellation)
        } catch {
            return try undone(
                session, [FailureEntry(Failure(error), time: parts.clock.now())], .failed)
        }
    }

    // MARK: the supervisor

    private func supervisor(_ cancellation: Cancellation) throws -> SupervisorClient {
        let client: SupervisorClient
        if plan.continuesRun, let launch = present.launch {
            client = try SupervisorClient.connect(socket: launch.socket, cancellation: cancellation)
        } else {
            client = try startSupervisor(cancellation)
        }
        try client.begin(
            TransactionPlan(
                id: "\(plan.blueprint.run)-\(Random.hex(bytes: 4))", verb: "start",
                components: plan.changes.map(\.id)))
        return client
    }

    private func startSupervisor(_ cancellation: Cancellation) throws -> SupervisorClient {
        let blueprint = plan.blueprint
        var record = RunRecord(
            run: blueprint.run, continues: request.resumes ? present.record?.run : nil,
            scope: project.scope, project: project.name, mode: project.mode, root: project.root,
            started: parts.clock.now(), ports: blueprint.ports)
        for component in request.carried { record[component.name] = component }
        record.metadata = [
            "worktree": .string(project.worktree), "branch": JSON(project.branch),
            "configuration": JSON(request.configuration.file),
        ]
        _ = try parts.runs.create(record)
        // Old runs take space only: a start does not fail for them.
        _ = try? parts.runs.prune(
            project.name, of: project.scope, keep: request.configuration.preferences.history)
        try blueprint.sockets.prepare()
        let folders = parts.folders(of: project)
        return try SupervisorLauncher.start(
            SupervisorStart(
                executable: parts.supervisorProgram, run: blueprint.run, scope: project.scope,
                project: project.name, runFolder: runFolder.folder, projectFolder: folders.folder,
                socketFolder: blueprint.sockets.folder, worktree: project.worktree,
                mode: project.mode.rawValue, environment: parts.supervisorEnvironment),
            cancellation: cancellation)
    }

    // MARK: the steps

    private func runSteps(
        _ session: StartSession, _ cancellation: Cancellation
    ) throws -> StepRunReport {
        let graph = try StepGraph(id: "start \(project.name)", steps: try steps(session))
        let options = StepOptions(
            jobs: request.configuration.preferences.jobs ?? 8,
            locksFolder: Path.join(parts.layout.roots.state, "locks"))
        try FileSystem.createDirectories(Path.join(parts.layout.roots.state, "locks"))
        let runner = StepRunner(
            store: FileStepStateStore(path: runFolder.steps, clock: parts.clock),
            history: try StepHistory(
                path: Path.join(parts.folders(of: project).folder, "steps_history.json"),
                clock: parts.clock),
            options: options, sink: session.sink, clock: parts.clock)
        return try Blocking.wait { try await runner.run(graph, cancellation: cancellation) }
    }

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
            if request.keepOnFailure { return try committed(session, report, .failed) }
            return try undone(session, failures(report), .failed)
        case .cancelled:
            if cancellation.reason == .timeout {
                return try undone(session, [timedOut(report)], .failed)
            }
            return try undone(session, [], .interrupted)
        }
    }

    private func committed(
        _ session: StartSession, _ report: StepRunReport, _ ending: StartOutcome.Ending
    ) throws -> StartOutcome {
        let failures = failures(report)
        let found = StartFindings(session: session, report: report, clock: parts.clock)
        for (component, phases) in found.phases {
            try session.client.update(component, facts: ["phases": phases])
        }
        try session.client.updateRun([
            "ports": .array(session.live.current.ports.map(\.json)),
            "requirements": .array(try found.externals().map(\.json)),
            "failures": .array(failures.map(\.json)),
        ])
        try session.client.commit()
        return try outcome(session, ending, failures)
    }

    /// What this start began is stopped; what ran before stays.
    private func undone(
        _ session: StartSession, _ failures: [FailureEntry], _ ending: StartOutcome.Ending
    ) throws -> StartOutcome {
        do {
            try session.client.updateRun(["failures": .array(failures.map(\.json))])
            try session.client.abort()
        } catch {
            // The supervisor is gone: the same is done without it.
            var now = try PresentProject(project, parts)
            _ = try Recovery(parts).recover(&now, try Cancellation())
        }
        if !plan.continuesRun {
            try session.client.leave()
            try parts.ports.endClaims(of: plan.blueprint.run)
        }
        return try outcome(session, ending, failures)
    }

    private func outcome(
        _ session: StartSession, _ ending: StartOutcome.Ending, _ failures: [FailureEntry]
    ) throws -> StartOutcome {
        let record = try parts.runs.record(plan.blueprint.run, of: project.scope)
        return StartOutcome(
            project: project, ending: ending, run: plan.blueprint.run, plan: plan,
            components: record?.components ?? [], failures: failures, notes: plan.notes)
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
            entry.exit = failure.details["exit"].flatMap { try? Exit(json: $0) }
            return entry
        }
    }

    private func timedOut(_ report: StepRunReport) -> FailureEntry {
        let open = report.results.filter { $0.outcome == .cancelled }.map(\.id.rawValue)
        return FailureEntry(
            Failure(
                "start.timed_out", "the start took longer than its time-out",
                because: ["still under way: \(open.joined(separator: ", "))"],
                hint: "see 'envctl logs', or allow more with --timeout"),
            time: parts.clock.now())
    }
}
