import Configuration
import Events
import Planning
import Platform
import Routing
import RunState
import Startup
import Terminal
import Vocabulary
import Worktrees

/// `start`: reads what was asked for, runs it for each target, and shows what is true after it.
struct StartPresenter {
    let context: CommandContext

    init(_ context: CommandContext) { self.context = context }

    private var route: Route { context.route }

    func answer() throws -> Answer {
        try Interruption.cancels(context.cancellation)
        let began = context.clock.now()
        let targets = try Targets(context, by: .libgit2)
        let context = context
        let main = targets.standpoint?.mainWorktree
        try context.offerConfiguration(targets)
        let source = try route.value(.cloneFrom).map { try context.source($0, targets) }
        let work = ManyTargets(context: context, projects: targets.projects, isLive: true)
        let results = try work.each { project, sink in
            let orchestrator = StartupOrchestrator(context.startupParts(sink))
            var request = try Self.request(context, project, main)
            request.cloneFrom = source
            return try orchestrator.start(request, cancellation: context.cancellation)
        }
        let answer = try answer(results)
        guard route.has(.foreground) else { return answer }
        return try stay(answer, results, ForegroundStay(context, targets, began: began))
    }

    /// With what runs now; a start that brought nothing up has its answer only.
    private func stay(
        _ answer: Answer, _ results: [(project: Project, result: Result<StartOutcome, Failure>)],
        _ foreground: ForegroundStay
    ) throws -> Answer {
        let running = results.compactMap { project, result in
            // Failures are in the answer.
            (try? result.get())?.leavesRunning == true ? project : nil
        }
        return running.isEmpty ? answer : try foreground.run(after: answer, running)
    }

    private static func request(
        _ context: CommandContext, _ project: Project, _ mainWorktree: String?
    ) throws -> StartRequest {
        guard FileSystem.isDirectory(project.worktree) else {
            throw Failure.worktreeGone(project)
        }
        guard let configuration = try context.configuration(of: project, mainWorktree: mainWorktree)
        else { throw context.unconfigured(project, mainWorktree: mainWorktree) }
        let route = context.route
        return StartRequest(
            project: project, configuration: configuration, components: route.components,
            skip: try route.values(.skip).map { try component($0, configuration) },
            detach: route.has(.detach), keepOnFailure: route.has(.keep),
            dryRun: route.has(.dryRun), installMissing: route.has(.installMissing),
            timeout: route.duration(.timeout))
    }

    private static func component(
        _ name: String, _ configuration: ProjectConfiguration
    ) throws -> ComponentID {
        let id = ComponentID(unchecked: name)
        try Selection.check(id, in: configuration)
        return id
    }

    // MARK: the answer

    private func answer(
        _ results: [(project: Project, result: Result<StartOutcome, Failure>)]
    ) throws -> Answer {
        // A single target's failure to begin is the command's own.
        if results.count == 1, case .failure(let failure) = results[0].result { throw failure }
        let outcomes = results.compactMap { try? $0.result.get() }  // failures are told beside them
        let ok = results.count == outcomes.count && outcomes.allSatisfy(\.isSuccess)
        return Answer(
            schema: "envctl.start/1", ok: ok, text: text(results),
            ["projects": .array(results.map { json($0.project, $0.result) })],
            failures: failures(results))
    }

    private func failures(
        _ results: [(project: Project, result: Result<StartOutcome, Failure>)]
    ) -> [Failure] {
        results.flatMap { project, result -> [Failure] in
            switch result {
            case .success(let outcome): outcome.told
            case .failure(let failure): [failure.of(project)]
            }
        }
    }

    private func text(
        _ results: [(project: Project, result: Result<StartOutcome, Failure>)]
    ) -> String {
        if results.isEmpty { return "nothing is to be started: no project is known" }
        return results.map { project, result in
            let label = context.label(project)
            switch result {
            case .success(let outcome):
                let slowness =
                    outcome.ranSteps
                    ? context.slowness(of: project, outcome.run, milliseconds: outcome.milliseconds)
                    : nil
                return [StartText(outcome, label, context.console).text, slowness]
                    .compactMap(\.self).joined(separator: "\n")
            case .failure: return "\(label): failed"
            }
        }.joined(separator: "\n\n")
    }

    private func json(_ project: Project, _ result: Result<StartOutcome, Failure>) -> JSON {
        switch result {
        case .success(let outcome): outcome.json
        case .failure(let failure):
            [
                "name": project.name.json, "scope": project.scope.json, "ok": false,
                "outcome": "failed", "error": failure.json,
            ]
        }
    }
}

extension CommandContext {
    /// What start and restart are built from.
    func startupParts(_ sink: any EventSink) -> StartupParts {
        StartupParts(
            host: host, clock: clock, kernel: kernel, layout: layout, registry: registry,
            supervisorProgram: supervisorProgram, sink: heard(sink), secrets: secrets,
            cancellation: cancellation)
    }
    /// Also what a crash or the recorder tells later.
    func heard(_ sink: any EventSink) -> any EventSink {
        let others: [any EventSink] = recording.map { [$0.recorder] } ?? []
        return EventFanOut([CrashTail()] + others + [sink])
    }
}
