package import Configuration
import Events
import Planning
package import Platform
package import RunState
package import Steps
import Supervision
import Truth
package import Vocabulary

/// Brings back what was running: look at what is left, adopt what lives, start what is missing.
package struct ResumeOrchestrator: Sendable {
    private let parts: StartupParts

    package init(_ parts: StartupParts) { self.parts = parts }

    package struct Request: Sendable {
        package var project: Project
        /// Asked for where something has to be started; nil where nothing is configured any more.
        package var configuration: @Sendable () throws -> ProjectConfiguration?
        /// Empty: all that ran.
        package var components: [ComponentID]
        package var dryRun: Bool
        /// Where the steps begin (`--resume-from`); nil: at whatever the last run left unfinished.
        package var step: StepID?
        /// A plan that changed since is accepted (`--replan`).
        package var replan: Bool

        package init(
            project: Project, components: [ComponentID], dryRun: Bool, step: StepID? = nil,
            replan: Bool = false,
            configuration: @escaping @Sendable () throws -> ProjectConfiguration?
        ) {
            self.project = project
            self.components = components
            self.dryRun = dryRun
            self.step = step
            self.replan = replan
            self.configuration = configuration
        }
    }

    /// - Throws: `component.unknown`, and what keeps a resume from beginning.
    package func resume(
        _ request: Request, cancellation: Cancellation
    ) throws -> ResumeOutcome {
        let began = parts.clock.monotonic()
        var outcome = try request.dryRun ? preview(request) : resumeLocked(request, cancellation)
        outcome.milliseconds = Int((parts.clock.monotonic() - began) / 1_000_000)
        return outcome
    }

    private func preview(_ request: Request) throws -> ResumeOutcome {
        let present = try PresentProject(request.project, parts)
        guard var survey = try ResumeSurvey(request, present) else { return try nothing(request) }
        let steps = try recordedSteps(request, present)
        if let start = survey.start(request, steps, RecordedSpecs(parts)) {
            let plan = try StartPlanning(start, present, parts).preview()
            survey.take(plan)
            try StartRun(start, plan, present, parts).checkSteps()
        }
        return survey.outcome(.planned)
    }

    private func resumeLocked(
        _ request: Request, _ cancellation: Cancellation
    ) throws -> ResumeOutcome {
        // A project that never ran is left as it is: no folder is made for it.
        guard try parts.runs.current(request.project.name, of: request.project.scope) != nil else {
            return try nothing(request)
        }
        let lock = try Recording.span(.entry) {
            try ProjectEntry(request.project, parts).enter(for: "resume", cancellation)
        }
        return try withExtendedLifetime(lock) {
            var present = try PresentProject(request.project, parts)
            // What an open transaction had launched is not found: it is undone first.
            let undone = try Recovery(parts).undo(&present)
            guard let survey = try ResumeSurvey(request, present) else {
                return try nothing(request)
            }
            let notes = try Recording.span(.recovery) {
                try Recovery(parts).recover(&present, after: undone)
            }
            for note in notes { parts.sink.emit(.note(note)) }
            var outcome = try restore(request, survey, present, cancellation)
            outcome.notes = notes + outcome.notes
            return outcome
        }
    }

    private func nothing(_ request: Request) throws -> ResumeOutcome {
        if let step = request.step { throw noSteps(step, request) }
        return ResumeOutcome(project: request.project, ending: .nothingToResume)
    }

    private func restore(
        _ request: Request, _ survey: ResumeSurvey, _ present: PresentProject,
        _ cancellation: Cancellation
    ) throws -> ResumeOutcome {
        var survey = survey
        let steps = try recordedSteps(request, present)
        guard var start = survey.start(request, steps, RecordedSpecs(parts)) else {
            return try ended(survey, present, cancellation)
        }
        try parts.heed(request.project)
        let plan = try StartPlanning(start, present, parts).plan()
        survey.take(plan)
        start.carried = survey.carried
        for note in plan.notes + [steps?.note].compactMap(\.self) {
            parts.sink.emit(.note(note))
        }
        if plan.isEmpty, steps == nil {
            if !plan.continuesRun { try parts.ports.endClaims(of: plan.blueprint.run) }
            return try ended(survey, present, cancellation)
        }
        let result = try StartRun(start, plan, present, parts).run(cancellation)
        var outcome = survey.outcome(ending(of: result, survey))
        outcome.run = result.run
        outcome.continues = plan.continuesRun ? nil : present.record?.run
        outcome.components = result.components
        outcome.failures = result.failures + survey.failures(parts.clock.now())
        outcome.notes = result.notes
        return outcome
    }

    /// The steps to go on with; nil where all of the last start's were done and none is named.
    private func recordedSteps(
        _ request: Request, _ present: PresentProject
    ) throws -> RecordedSteps? {
        let steps = RecordedSteps(present, parts)
        guard let step = request.step else { return steps?.isOpen == true ? steps : nil }
        guard let steps, present.isWanted else { throw noSteps(step, request) }
        if !request.replan { try steps.check(step) }
        return steps
    }

    private func noSteps(_ step: StepID, _ request: Request) -> Failure {
        Failure(
            "resume.no_steps", "there is no start to go on with at step '\(step)'",
            at: request.project.root,
            because: ["the steps of a start are gone on with where it was kept"],
            hint: "envctl start --keep")
    }

    private func ending(of result: StartOutcome, _ survey: ResumeSurvey) -> ResumeOutcome.Ending {
        if result.ending == .interrupted { return .interrupted }
        return result.isSuccess && survey.unrestorable.isEmpty ? .resumed : .failed
    }

    /// Nothing had to be started; what is still on its way is waited for, as a start does.
    private func ended(
        _ survey: ResumeSurvey, _ present: PresentProject, _ cancellation: Cancellation
    ) throws -> ResumeOutcome {
        var outcome = survey.outcome(survey.calmEnding)
        let late = try AwaitedComponents(present, parts).wait(cancellation)
        if !late.isEmpty { outcome.ending = .failed }
        if cancellation.isCancelled { outcome.ending = .interrupted }
        outcome.components =
            try parts.runs.current(present.project.name, of: present.project.scope)?.components
            ?? []
        outcome.failures = late + survey.failures(parts.clock.now())
        return outcome
    }
}
