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
            return try unbegun(error, cancellation)
        }
        let haste = try Haste(client, at: cancellation.insistence)
        defer { haste.end() }
        let recorder = SupervisorSink(
            client, digest: CommandDigest(parts.layout.scope(project.scope)))
        let sink = EventFanOut([parts.sink, recorder])
        let session = session(client, sink)
        let limit = try Deadline(
            milliseconds: timeLimit, parent: cancellation)
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

    /// Of the whole start; nil is no bound.
    var timeLimit: Int? {
        request.timeout ?? request.configuration.preferences.startTimeoutMilliseconds
    }

    /// Without a supervisor nothing was launched.
    ///
    /// - Throws: the error itself, unless the user's wish is behind it.
    private func unbegun(_ error: any Error, _ cancellation: Cancellation) throws -> StartOutcome {
        if !plan.continuesRun { try parts.ports.endClaims(of: plan.blueprint.run) }
        try parts.heed(project)
        // A Ctrl-C reaches it too, while it is not yet in a session of its own.
        guard isInterrupted(cancellation) else { throw error }
        return StartOutcome(
            project: project, ending: .interrupted, run: plan.blueprint.run, plan: plan)
    }

    func session(_ client: SupervisorClient?, _ sink: any EventSink) -> StartSession {
        StartSession(
            request: request, plan: plan, client: client, live: LiveBlueprint(plan.blueprint),
            ports: parts.ports, sink: sink, rules: plan.rules,
            secrets: parts.secrets)
    }
}
