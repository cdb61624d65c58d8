import Inspection
import Routing
import RunState
import StateActions
import Terminal
import Vocabulary
import Worktrees

/// endpoints: the addresses of what runs.
struct EndpointsPresenter {
    private let context: CommandContext

    init(_ context: CommandContext) { self.context = context }

    func answer() throws -> Answer {
        let targets = try Targets(context, by: .files)
        let answers = try ProjectAnswers(try context.inspect(targets), project: \.project) {
            inspected in
            guard inspected.isRunning else { throw inspected.notRunning() }
            return context.route.has(.withSecrets)
                ? try withSecrets(inspected, targets) : inspected.endpoints
        }
        answers.complain(context)
        let sections = answers.values.map { section($0.project.name, $0.value) }
        return Answer(
            schema: "envctl.endpoints/1", ok: answers.isComplete,
            text: sections.joined(separator: "\n"),
            ["projects": answers.json { ["endpoints": .array($0.map(\.json))] }])
    }

    /// The addresses as services are given them.
    private func withSecrets(
        _ inspected: InspectedProject, _ targets: Targets
    ) throws -> [Endpoint] {
        let addresses = try context.environment(of: inspected, from: targets.standpoint).addresses()
        return inspected.endpoints.map { endpoint in
            var endpoint = endpoint
            if endpoint.url != nil { endpoint.url = addresses[endpoint.component] ?? endpoint.url }
            return endpoint
        }
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
