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
        let results = try ManyTargets(context: context, projects: targets.projects).each {
            project, sink in
            try RestartOrchestrator(context.startupParts(sink)).restart(
                project, components: context.route.components, cancellation: context.cancellation)
        }
        if results.count == 1, case .failure(let failure) = results[0].result { throw failure }
        let ok = results.allSatisfy { (try? $0.result.get())?.isSuccess ?? false }  // told below
        return Answer(
            schema: "envctl.restart/1", ok: ok,
            text: results.map { text($0.project, $0.result) }.joined(separator: "\n\n"),
            ["projects": .array(results.map { Self.json($0.project, $0.result) })])
    }

    private func text(
        _ project: Project, _ result: Result<RestartOrchestrator.Outcome, Failure>
    ) -> String {
        let style = context.console.answerStyle
        switch result {
        case .failure(let failure):
            return "\(project.name):\n" + FailureRendering.text(failure, style: style)
        case .success(let outcome):
            let failures = outcome.failures.map { entry in
                FailureRendering.text(
                    Failure(entry.code, entry.message, because: entry.causes, hint: entry.hint),
                    style: style)
            }
            let head = "\(project.name): " + (outcome.isSuccess ? "restarted" : "restarted in part")
            let table = ComponentTable(components: outcome.components).render(context.console)
            return ([head, table] + failures).joined(separator: "\n")
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
            ]
        case .failure(let failure):
            [
                "name": project.name.json, "scope": project.scope.json, "ok": false,
                "error": failure.json,
            ]
        }
    }
}
