import Inspection
import RunState
import Terminal
import Truth
import Vocabulary
import Worktrees

/// show-state: the records with the truth beside them.
struct StatePresenter {
    private let context: CommandContext

    init(_ context: CommandContext) { self.context = context }

    func answer() throws -> Answer {
        let targets = try Targets.looking(context)
        let states = try context.inspect(targets).map {
            StateComparison($0, layout: context.layout)
        }
        let sections = states.isEmpty ? [targets.emptiness] : states.map(section)
        return Answer(
            schema: "envctl.state/1", text: sections.joined(separator: "\n\n"),
            ["projects": .array(states.map(\.json))])
    }

    private func section(_ state: StateComparison) -> String {
        let inspected = state.inspected
        let style = context.console.answerStyle
        let name = style.paint(inspected.project.name.rawValue, .bold)
        if let problem = inspected.problem {
            return
                ([name + " · " + problem.message, problem.location].compactMap(\.self)
                + problem.causes).joined(separator: "\n  ")
        }
        guard let observed = inspected.observed else {
            return name + " · " + (inspected.missing ?? "")
        }
        let lines = [
            "\(name) · run \(observed.record.run)", "  records  " + (state.folder ?? ""),
            "  recorded \(observed.record.status.rawValue), true \(observed.status.rawValue)"
                + ", supervisor \(inspected.supervisorWord)",
        ]
        return (lines + [table(observed.components)]).joined(separator: "\n")
    }

    private func table(_ components: [ObservedComponent]) -> String {
        let table = Table(
            columns: ["COMPONENT", "RECORDED", "TRUE", Table.Column("WHY", isFlexible: true)],
            rows: components.map { component in
                [
                    Table.Cell(component.name.rawValue),
                    Table.Cell(component.record.status.rawValue),
                    ComponentTable.status(component.status),
                    Table.Cell(component.reason ?? ""),
                ]
            })
        return table.render(style: context.console.answerStyle, width: context.console.width)
    }
}
