import Configuration
import Inspection
import Platform
import RunState
import Setup
import Terminal
import Truth
import Vocabulary
import Worktrees

/// The bare command: where you stand and what you can do. Starts nothing.
struct OverviewPresenter {
    private let context: CommandContext

    init(_ context: CommandContext) { self.context = context }

    func answer() throws -> Answer {
        let standpoint = try Standpoint(context, by: .files)
        let overview = Overview(
            location: standpoint.location, worktrees: standpoint.worktrees.count,
            inspected: try standpoint.own.map { try context.inspect([$0], from: standpoint)[0] },
            check: try standpoint.own.map { project in
                try ConfigurationCheck {
                    try context.configuration(of: project, mainWorktree: standpoint.mainWorktree)
                }
            })
        return Answer(
            schema: "envctl.overview/1", text: text(overview), overview.members)
    }

    private func text(_ overview: Overview) -> String {
        let style = context.console.answerStyle
        let facts = Table(
            columns: ["", ""],
            rows: overview.facts.map { [Table.Cell("  " + $0.0, .dim), Table.Cell($0.1)] })
        let next = Table(
            columns: ["", ""],
            rows: overview.next.map {
                [Table.Cell("  " + $0.command), Table.Cell($0.purpose, .dim)]
            })
        return [
            style.paint("Where you stand", .bold), facts.render(style: style),
            style.paint("What you can type next", .bold), next.render(style: style),
        ].joined(separator: "\n")
    }
}
