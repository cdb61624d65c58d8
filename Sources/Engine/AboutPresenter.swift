import Platform
import Routing
import Vocabulary

/// help, list-commands, version, and the bare command.
struct AboutPresenter {
    let context: CommandContext

    init(_ context: CommandContext) { self.context = context }

    func answer() throws -> Answer {
        switch context.route.command {
        case .help:
            return Answer(
                text: Help.text(topic: context.route.topic),
                json: CommandTable.json(topic: context.route.topic))
        case .listCommands: return listCommands
        case .version: return version
        default: return try OverviewPresenter(context).answer()
        }
    }

    private var listCommands: Answer {
        let rows = CommandTable.rows.filter { $0.command != .bare }
        let width = rows.map { $0.words.joined(separator: " ").count }.max() ?? 0
        let lines = rows.map { row in
            let name = row.words.joined(separator: " ")
            return name + String(repeating: " ", count: width - name.count + 2) + row.summary
        }
        return Answer(text: lines.joined(separator: "\n"), json: CommandTable.json)
    }

    private var version: Answer {
        let facts = BuildFacts.read(beside: context.host.executable)
        let isStale = facts.isStale()
        var text = "envctl \(BuildFacts.version)" + facts.note
        if isStale == true, let checkout = facts.checkout {
            text +=
                "\nstale: the sources in \(checkout) have changed since; bin/setup there builds anew"
        }
        return Answer(
            schema: "envctl.version/1", text: text,
            [
                "version": .string(BuildFacts.version), "build": facts.json,
                "stale": isStale.map(JSON.bool) ?? .null,
            ])
    }
}
