import Inspection
import Platform
import Routing
import RunState
import StateActions
import Truth
import Vocabulary
import Worktrees

/// env: the variables that the running requirements give.
struct EnvironmentPresenter {
    private let context: CommandContext
    private let format: EnvironmentFormat

    /// What one project gives, and what an earlier one left in the caller's environment.
    private struct Variables {
        var project: InspectedProject
        var values: [(name: String, value: String)]
        var stale: [String]
    }

    init(_ context: CommandContext) {
        self.context = context
        // The parser took none but these words.
        format = context.route.value(.format).flatMap(EnvironmentFormat.init) ?? .sh
    }

    func answer() throws -> Answer {
        let targets = try Targets(context, by: .files)
        let answers = try ProjectAnswers(try context.inspect(targets), project: \.project) {
            try variables(of: $0, targets)
        }
        answers.complain(context)
        return Answer(
            schema: "envctl.env/1", ok: answers.isComplete, text: text(answers),
            [
                "projects": answers.json {
                    [
                        "run": $0.project.observed?.record.run.json ?? .null,
                        "variables": EnvironmentFormat.object($0.values),
                    ]
                }
            ])
    }

    private func variables(
        of inspected: InspectedProject, _ targets: Targets
    ) throws -> Variables {
        let environment = try context.environment(of: inspected, from: targets.standpoint)
        return Variables(
            project: inspected, values: try environment.projected(),
            stale: try environment.stale(in: context.host.environment))
    }

    /// Of several projects each in its turn; in JSON one object with a member for each.
    private func text(_ answers: ProjectAnswers<Variables>) -> String {
        let all = answers.values
        if answers.rows.count == 1 {
            return all.map { format.text($0.value.values, stale: $0.value.stale) }.joined()
        }
        if format == .json {
            let members = all.map {
                ($0.project.name.rawValue, EnvironmentFormat.object($0.value.values))
            }
            return JSON.object(JSON.Object(members)).pretty
        }
        return all.map { "# project \($0.project.name)\n" + format.text($0.value.values) }
            .joined(separator: "\n")
    }
}
