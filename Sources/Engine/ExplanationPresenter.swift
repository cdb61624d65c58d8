import Configuration
import Events
import Platform
import Routing
import RunState
import Startup
import Terminal
import Vocabulary
import Worktrees

/// `explain-startup`: what a start would do, and why. Answers without a configuration, too.
struct ExplanationPresenter {
    private let context: CommandContext

    init(_ context: CommandContext) { self.context = context }

    func answer() throws -> Answer {
        let targets = try Targets(context, by: .files)
        let main = targets.standpoint?.mainWorktree
        let answers = try ProjectAnswers(targets.projects, project: { $0 }) {
            try explanation($0, main)
        }
        answers.complain(context)
        return Answer(
            schema: "envctl.explanation/1", ok: answers.isComplete,
            text: answers.values.map(text).joined(separator: "\n\n"),
            ["projects": answers.json(members)])
    }

    /// Nil where nothing configures the project.
    private func explanation(
        _ project: Project, _ mainWorktree: String?
    ) throws -> StartExplanation? {
        guard let configuration = try context.configuration(of: project, mainWorktree: mainWorktree)
        else { return nil }
        let route = context.route
        let request = StartRequest(
            project: project, configuration: configuration, components: route.components,
            skip: route.values(.skip).map(ComponentID.init(unchecked:)), dryRun: true)
        return try StartupOrchestrator(context.startupParts(EventFanOut([]))).explain(request)
    }

    // MARK: - for people

    private func text(_ project: Project, _ explanation: StartExplanation?) -> String {
        let label = context.label(project)
        guard let explanation else {
            let name = context.console.answerStyle.paint(label, .bold)
            return "\(name): not configured; there is no envctl.yaml from here up to the "
                + "worktree's root, and no .envctl\n  next: write an envctl.yaml, then envctl start"
        }
        return ExplanationText(explanation, label, context.console).text
    }

    // MARK: - for programs

    private func members(_ explanation: StartExplanation?) -> JSON.Object {
        guard let explanation else { return ["configured": false] }
        return [
            "configured": true, "running": .bool(explanation.isRunning),
            "run_id": explanation.run?.json ?? .null,
            "possible": .bool(explanation.isPossible), "before": JSON(explanation.before),
            "components": .array(explanation.components.map(\.json)),
            "ports": .array(explanation.ports.map(\.json)),
            "steps": explanation.steps.map { steps in
                .array(
                    steps.map {
                        ["id": .string($0.id), "description": .string($0.description)]
                    })
            } ?? .null,
            "problem": explanation.problem?.json ?? .null, "notes": JSON(explanation.notes),
        ]
    }
}
