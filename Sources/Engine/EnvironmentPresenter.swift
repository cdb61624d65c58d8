import Events
import Inspection
import Platform
import Routing
import RunState
import StateActions
import Terminal
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
        do { return try variables() } catch let failure as Failure where format == .direnv {
            guard !context.wantsJSON else { throw failure }
            // What is watched has to be known also where nothing runs yet.
            var answer = Answer(text: try watches(), json: .null, exitCode: 1)
            answer.failures = [failure]
            return answer
        }
    }

    private func variables() throws -> Answer {
        let targets = try Targets(context, by: .files)
        let answers = try ProjectAnswers(try context.inspect(targets), project: \.project) {
            try variables(of: $0, targets)
        }
        answers.complain(context)
        return Answer(
            schema: "envctl.env/1", ok: answers.isComplete,
            text: (format == .direnv ? try watches() + "\n" : "") + text(answers),
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
            project: inspected, values: shown(try environment.projected()),
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

    /// As the reader may see them: a terminal keeps what it has shown, and others look at it.
    private func shown(
        _ values: [(name: String, value: String)]
    ) -> [(name: String, value: String)] {
        guard context.host.outputIsTerminal, !context.route.has(.withSecrets) else {
            return values
        }
        let secrets = SecretRegistry()
        secrets.add(variables: values.map { (key: $0.name, value: $0.value) })
        let redactor = secrets.redactor
        let shown = values.map { (name: $0.name, value: redactor.text($0.value)) }
        if zip(shown, values).contains(where: { $0.value != $1.value }) {
            context.console.progress("passwords are left out; --with-secrets shows them")
        }
        return shown
    }

    /// What direnv has to look at: it reads the .envrc again when one of these changes.
    private func watches() throws -> String {
        let standpoint = try Standpoint(context, by: .files)
        let scope = context.layout.scope(standpoint.scope.scope)
        var files = [scope.artifact(.runtimeMap)]
        if let own = standpoint.own {
            files += ["envctl.yaml", ".envctl"].map { Path.join(own.root, $0) }
        }
        return files.map { "watch_file " + shellWord($0) }.joined(separator: "\n")
    }
}
