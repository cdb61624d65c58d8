import Configuration
import Events
import Planning
package import Platform
import RunState
import Supervision
import Truth
import Vocabulary

/// Brings a project to life: look, plan, claim, run the steps, commit.
package struct StartupOrchestrator: Sendable {
    private let parts: StartupParts

    package init(_ parts: StartupParts) { self.parts = parts }

    /// - Throws: what keeps a start from beginning; what goes wrong later is in the outcome.
    package func start(
        _ request: StartRequest, cancellation: Cancellation
    ) throws -> StartOutcome {
        let began = parts.clock.monotonic()
        var outcome =
            request.dryRun
            ? try preview(request) : try startLocked(request, cancellation)
        outcome.milliseconds = Int((parts.clock.monotonic() - began) / 1_000_000)
        return outcome
    }

    private func preview(_ request: StartRequest) throws -> StartOutcome {
        let present = try PresentProject(request.project, parts)
        var plan = try StartPlanning(request, present, parts).preview()
        plan.notes += try RuleTakeover(plan, present).notes
        return StartOutcome(
            project: request.project, ending: .planned, plan: plan, notes: plan.notes)
    }

    /// What a start would do and why, what is true already and what is missing. Changes nothing.
    package func explain(_ request: StartRequest) throws -> StartExplanation {
        let present = try PresentProject(request.project, parts)
        return try StartPlanning(request, present, parts).explanation()
    }

    private func startLocked(
        _ request: StartRequest, _ cancellation: Cancellation
    ) throws -> StartOutcome {
        let lock = try Recording.span(.entry) {
            try ProjectEntry(request.project, parts).enter(for: "start", cancellation)
        }
        return try withExtendedLifetime(lock) {
            var present = try PresentProject(request.project, parts)
            let undone = try Recording.span(.recovery) {
                try Recovery(parts).recover(&present)
            }
            for note in undone { parts.sink.emit(.note(note)) }
            try parts.heed(request.project)
            var outcome = try start(request, present, cancellation)
            outcome.notes = undone + outcome.notes
            return outcome
        }
    }

    private func start(
        _ request: StartRequest, _ present: PresentProject, _ cancellation: Cancellation
    ) throws -> StartOutcome {
        var plan = try Recording.span(.plan) {
            try StartPlanning(request, present, parts).plan()
        }
        // A resume touches nothing that runs.
        if !request.resumes { plan.notes += try RuleTakeover(plan, present).run(cancellation) }
        for note in plan.notes {
            parts.sink.emit(.note(note))
        }
        guard !plan.isEmpty else {
            try checkNotVain(plan, request, present)
            return StartOutcome(
                project: request.project, ending: .unchanged, run: present.record?.run, plan: plan,
                components: present.observed?.corrected.components ?? [], notes: plan.notes)
        }
        return try StartRun(request, plan, present, parts).run(cancellation)
    }

    /// Nothing to do is an answer only where something runs.
    ///
    /// - Throws: `config.empty`, `start.nothing_left`.
    private func checkNotVain(
        _ plan: StartPlan, _ request: StartRequest, _ present: PresentProject
    ) throws {
        if request.configuration.componentIDs.isEmpty { throw Self.empty(request) }
        let skipped = plan.components.compactMap { component -> String? in
            guard case .skip(let reason) = component.decision else { return nil }
            return "'\(component.id)': \(reason)"
        }
        guard skipped.count == plan.components.count, present.running.isEmpty else { return }
        throw Failure(
            "start.nothing_left", "nothing is left to start", at: request.project.root,
            because: skipped, hint: "leave out less, or name what is to be started")
    }

    private static func empty(_ request: StartRequest) -> Failure {
        Failure(
            "config.empty", "no service and no requirement is configured",
            at: request.configuration.file ?? request.project.root,
            hint: "add one to envctl.yaml, as in 'services: { web: { command: npm start } }'")
    }
}
