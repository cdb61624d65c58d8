import Inspection
import RunState
import StateActions
import Terminal
import Truth
import Vocabulary
import Worktrees

/// clear-logs: forgets what the components wrote so far.
struct ClearLogsPresenter {
    private let context: CommandContext

    init(_ context: CommandContext) { self.context = context }

    func answer() throws -> Answer {
        let targets = try Targets(context, by: .files)
        let answers = try ProjectAnswers(try context.inspect(targets), project: \.project) {
            try clear($0, targets)
        }
        answers.complain(context)
        return Answer(
            schema: "envctl.clear_logs/1", ok: answers.isComplete,
            text: answers.values.map(line).joined(separator: "\n"),
            [
                "projects": answers.json { cleared in
                    ["components": .array(cleared.map(\.json))]
                }
            ])
    }

    private func clear(
        _ inspected: InspectedProject, _ targets: Targets
    ) throws -> [LogClearing.Cleared] {
        let sources = try LogSelection(context, targets).sources(of: inspected)
        let folders = context.layout.scope(inspected.project.scope).project(inspected.project.name)
        let lives = inspected.observed?.supervisor == .running
        return try LogClearing(folders).clear(
            sources, socket: lives ? inspected.observed?.record.supervisor?.socket : nil)
    }

    private func line(_ project: Project, _ cleared: [LogClearing.Cleared]) -> String {
        let label = context.label(project)
        if cleared.isEmpty { return "\(label): there are no logs" }
        let names = cleared.map(\.component.rawValue).joined(separator: ", ")
        let bytes = Amount(bytes: cleared.reduce(0) { $0 + $1.bytes })
        return "\(label): the logs of \(names) are empty now (\(bytes) before)"
    }
}

extension LogClearing.Cleared {
    fileprivate var json: JSON { ["name": component.json, "bytes": .int(bytes)] }
}
