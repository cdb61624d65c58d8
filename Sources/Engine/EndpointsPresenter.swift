import Inspection
import Routing
import RunState
import Terminal
import Vocabulary
import Worktrees

/// endpoints: the addresses of what runs.
struct EndpointsPresenter {
    private let context: CommandContext

    init(_ context: CommandContext) { self.context = context }

    func answer() throws -> Answer {
        let targets = try context.inspect(try Targets(context, by: .files))
        let answers = try ProjectAnswers(targets, project: \.project) { inspected in
            guard inspected.isRunning else { throw inspected.notRunning() }
            return inspected.endpoints
        }
        answers.complain(context)
        let sections = answers.values.map { section($0.project.name, $0.value) }
        return Answer(
            schema: "envctl.endpoints/1", ok: answers.isComplete,
            text: sections.joined(separator: "\n"),
            ["projects": answers.json { ["endpoints": .array($0.map(\.json))] }])
    }

    private func section(_ project: ProjectName, _ endpoints: [Endpoint]) -> String {
        if endpoints.isEmpty { return "\(project): nothing that runs has an address" }
        let isOnly = context.route.targets.isImplicit
        var table = Table(columns: ["", "", "", ""])
        for endpoint in endpoints {
            let name = [isOnly ? nil : project.rawValue, endpoint.component.rawValue]
                .compactMap(\.self).joined(separator: "/")
            let resource = endpoint.resource == "main" ? "" : ":" + endpoint.resource
            let silent = endpoint.isListening == false ? "nothing listens there yet" : ""
            table.append([
                Table.Cell(name + resource), Table.Cell(endpoint.address),
                ComponentTable.status(endpoint.status),
                Table.Cell(silent),
            ])
        }
        return table.render(style: context.console.answerStyle)
    }
}
