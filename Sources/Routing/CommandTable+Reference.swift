extension CommandTable {
    /// `docs/commands.md`: every command, generated from the table.
    package static var reference: String {
        let summaries = rows.map { "| [`\($0.title)`](#\($0.anchor)) | \($0.summary) |" }
        let head = [
            preface, "| command | what it does |\n|---|---|\n" + summaries.joined(separator: "\n"),
            "## Targets", targets, flagTable(Flag.target),
            "## Assignments", assignments,
            "## Flags of every command", flagTable(Flag.global),
        ]
        return (head + rows.map(section)).joined(separator: "\n\n") + "\n"
    }

    private static func section(_ row: CommandRow) -> String {
        var parts = ["## \(row.title)", row.description, "```\n\(row.usage)\n```"]
        if !row.flags.isEmpty { parts.append(flagTable(row.flags)) }
        if row.targets == .repositories {
            parts.append("Target: `--everywhere`, \(Flag.everywhere.help).")
        }
        if !row.examples.isEmpty {
            let width = row.examples.map(\.line.count).max() ?? 0
            let lines = row.examples.map { example in
                let space = String(repeating: " ", count: width - example.line.count)
                return "\(example.line)\(space)   # \(example.meaning)"
            }
            parts.append("```sh\n" + lines.joined(separator: "\n") + "\n```")
        }
        parts.append(facts(row).joined(separator: " · "))
        return parts.joined(separator: "\n\n")
    }

    private static func facts(_ row: CommandRow) -> [String] {
        var facts: [String] = []
        if !row.aliases.isEmpty {
            facts.append("Also: " + row.aliases.map { "`envctl \($0)`" }.joined(separator: ", "))
        }
        if !row.needs.isEmpty {
            let needs = row.needs.map { $0.rawValue.split(separator: "_").joined(separator: " ") }
            facts.append("Needs: " + needs.joined(separator: ", "))
        }
        let answer = row.answerSchema.map { "`--json` answers `\($0)`" }
        return facts + [answer ?? "The output is the program's own"]
    }

    private static func flagTable(_ flags: [Flag]) -> String {
        let lines = flags.map { flag in
            // A bar inside a table cell would end the cell.
            let term = flag.term.split(separator: "|").joined(separator: "\\|")
            return "| `\(term)` | \(flag.help) |"
        }
        return "| flag | meaning |\n|---|---|\n" + lines.joined(separator: "\n")
    }

    private static let preface = """
        # Commands

        <!-- Generated from the command table in Sources/Routing. Do not edit; regenerate with:
             UPDATE_GENERATED=1 swift test --filter RoutingTests -->

        Exit codes: 0 success; 1 a failure that you can act on; 2 interrupted or declined (`exec`
        ends with the program's own). stdout has the answer and nothing else, stderr has progress
        and errors. With `--json` an error too is an object on stdout. A flag's value follows it or
        is joined by `=`; where a flag is given twice and is not repeatable, the last one counts.
        The words after `--` are components or a program, never flags, mode words or assignments.
        """

    private static let targets = """
        Without a target a command works on the worktree you stand in. The words `main` and `trees`
        do the same as the flags; the last one counts. `--project`, the modes, `--all` and
        `--everywhere` exclude each other; nothing ever widens. To name a component `main` or
        `trees`, put it after `--`: `envctl stop -- main`.
        """

    private static let assignments = """
        `KEY=VALUE` sets a configuration value for one call: the key's path in capitals, levels
        joined by `__`, dashes as `_`, with or without `ENVCTL_` in front:
        `envctl start SERVICES__API__PORT=9000`.
        """
}
