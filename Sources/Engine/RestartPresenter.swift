import Platform
import Routing
import RunState
import Startup
import Terminal
import Vocabulary
import Worktrees

/// `restart`: the same components again, with the recorded environment.
struct RestartPresenter {
    let context: CommandContext

    init(_ context: CommandContext) { self.context = context }

    func answer() throws -> Answer {
        try Interruption.cancels(context.cancellation)
        let targets = try Targets(context, by: .files)
        let context = context
        if context.route.has(.supervisor), let name = context.route.components.first {
            throw Failure(
                "usage.unexpected_word", "--supervisor restarts no component", at: "\(name)",
                hint: "envctl restart --supervisor, or envctl restart \(name)")
        }
        let work = ManyTargets(context: context, projects: targets.projects, isLive: true)
        let results = try work.each { project, sink in
            if context.route.has(.supervisor) {
                return try SupervisorReplacement(context.startupParts(sink)).replace(
                    project, cancellation: context.cancellation)
            }
            let following = SupervisorFollowing.begin(project, sink, context)
            defer { following?.end() }
            return try RestartOrchestrator(context.startupParts(sink)).restart(
                project, components: context.route.components, cancellation: context.cancellation)
        }
        if results.count == 1, case .failure(let failure) = results[0].result { throw failure }
        let ok = results.allSatisfy { (try? $0.result.get())?.isSuccess ?? false }  // told below
        return Answer(
            schema: "envctl.restart/1", ok: ok,
            text: results.map { text($0.project, $0.result) }.joined(separator: "\n\n"),
            ["projects": .array(results.map { Self.json($0.project, $0.result) })],
            failures: results.flatMap { Self.failures($0.project, $0.result) })
    }

    private static func failures(
        _ project: Project, _ result: Result<RestartOrchestrator.Outcome, Failure>
    ) -> [Failure] {
        switch result {
        case .failure(let failure): [failure.of(project)]
        case .success(let outcome):
            outcome.failures.map {
                Failure($0.code, $0.message, because: $0.causes, hint: $0.hint).of(project)
            }
        }
    }

    private func text(
        _ project: Project, _ result: Result<RestartOrchestrator.Outcome, Failure>
    ) -> String {
        switch result {
        case .failure: return "\(context.label(project)): not restarted"
        case .success(let outcome):
            if let supervisor = outcome.supervisor {
                return "\(context.label(project)): supervised by envctl \(supervisor.version) now, "
                    + "\(supervisor.previousVersion) before; all that ran runs on"
            }
            let head =
                "\(context.label(project)): "
                + (outcome.isSuccess ? "restarted" : "restarted in part")
            let table = ComponentTable(components: outcome.components).render(context.console)
            let slowness = context.slowness(
                of: project, outcome.run, milliseconds: outcome.milliseconds)
            return [head, table, slowness].compactMap { $0 }.joined(separator: "\n")
        }
    }

    private static func json(
        _ project: Project, _ result: Result<RestartOrchestrator.Outcome, Failure>
    ) -> JSON {
        switch result {
        case .success(let outcome):
            [
                "name": project.name.json, "scope": project.scope.json,
                "ok": .bool(outcome.isSuccess), "run_id": outcome.run.json,
                "components": .array(outcome.components.map(\.summary)),
                "failures": .array(outcome.failures.map(\.json)),
                "supervisor": outcome.supervisor.map {
                    [
                        "pid": JSON(Int($0.pid)), "version": .string($0.version),
                        "previous_version": .string($0.previousVersion),
                    ]
                } ?? .null,
            ]
        case .failure(let failure):
            [
                "name": project.name.json, "scope": project.scope.json, "ok": false,
                "error": failure.json,
            ]
        }
    }
}
