/// The help, generated from the command table.
package enum Help {
    private static let layout = TextLayout(width: 90)

    /// The help of a topic that the parser accepted (`Route.topic`), with a line feed at its end.
    package static func text(topic: [String]) -> String {
        let rows = CommandTable.rows(topic: topic)
        let sections =
            if topic.isEmpty { overview } else if rows.count == 1 { of(rows[0]) } else {
                list(rows)
            }
        return sections.joined(separator: "\n\n") + "\n"
    }

    /// `envctl --help`.
    private static var overview: [String] {
        let groups = CommandTable.groups.map { group in
            let rows = group.rows.filter { !$0.words.isEmpty }
            return layout.section(group.title, rows.map { ($0.name, $0.summary) })
        }
        return ["envctl gives every git worktree a running environment of its own"]
            + [
                "usage: envctl COMMAND [FLAGS]\n"
                    + "       envctl          \(CommandTable.bare.summary)"
            ]
            + groups + [targets, global]
            + ["'envctl help COMMAND' shows the words, flags and examples of one command."]
    }

    /// `envctl help start`.
    private static func of(_ row: CommandRow) -> [String] {
        var sections = [row.title + ": " + row.summary, "usage: " + row.usage]
        sections.append(layout.wrap(row.description))
        if !row.flags.isEmpty { sections.append(flags("flags", row.flags)) }
        switch row.targets {
        case .none: break
        case .repositories: sections.append(flags("targets (default: here)", row.targetFlags))
        case .projects: sections.append(targets)
        }
        sections.append(global)
        if !row.aliases.isEmpty {
            sections.append("also: " + row.aliases.map { "envctl " + $0 }.joined(separator: ", "))
        }
        if !row.examples.isEmpty {
            sections.append(
                layout.section("examples", row.examples.map { ($0.line, $0.meaning) }, limit: 48))
        }
        return sections
    }

    /// `envctl help config`, where there are several subcommands.
    private static func list(_ rows: [CommandRow]) -> [String] {
        [layout.section("commands", rows.map { ($0.name, $0.summary) })]
    }

    private static var global: String { flags("flags of every command", Flag.global) }

    private static var targets: String {
        flags("targets (default: the worktree you stand in)", Flag.target)
    }

    private static func flags(_ title: String, _ flags: [Flag]) -> String {
        layout.section(title, flags.map { ($0.term, $0.help) })
    }
}
