extension CommandTable {
    /// `docs/envctl.1`: the manual page, generated from the table.
    package static var manual: String {
        let parts = [
            manualHead, section("SYNOPSIS", [".B envctl", "COMMAND [FLAGS]"]),
            section("DESCRIPTION", [roff(manualDescription)]),
            section("COMMANDS", rows.filter { $0.command != .bare }.flatMap(manualLines)),
            section("TARGETS", [roff(targetsInWords)] + Flag.target.flatMap(manualLines)),
            section("FLAGS OF EVERY COMMAND", Flag.global.flatMap(manualLines)),
            section("EXIT STATUS", exitLines), section("FILES", fileLines),
            section("ENVIRONMENT", environmentLines),
        ]
        return parts.joined(separator: "\n") + "\n"
    }

    private static let manualHead = """
        .\\" Generated from the command table in Sources/Routing. Do not edit; regenerate with:
        .\\" UPDATE_GENERATED=1 swift test --filter RoutingTests
        .TH ENVCTL 1
        .SH NAME
        envctl \\- a running environment of its own for every git worktree
        """

    private static let manualDescription = """
        Gives each worktree of a repository its own databases, ports, processes, logs and addresses. \
        What runs is described in envctl.yaml. Without a command it shows where you stand and what \
        you can do. stdout has the answer and nothing else, stderr has progress and errors.
        """

    private static let targetsInWords = """
        Without a target a command works on the worktree you stand in. The words main and trees do \
        the same as the flags.
        """

    private static func section(_ title: String, _ lines: [String]) -> String {
        ([".SH \(title.contains(" ") ? "\"\(title)\"" : title)"] + lines).joined(separator: "\n")
    }

    private static func manualLines(_ row: CommandRow) -> [String] {
        var lines = [".SS \"\(roff(row.title))\"", ".nf", ".B \(roff(row.usage))", ".fi", ".PP"]
        lines.append(roff(row.description))
        lines += row.flags.flatMap(manualLines)
        if !row.examples.isEmpty {
            lines += [".PP", "Examples:", ".PP", ".nf"]
            lines += row.examples.map { roff("    \($0.line)   # \($0.meaning)") }
            lines.append(".fi")
        }
        return lines
    }

    private static func manualLines(_ flag: Flag) -> [String] {
        [".TP", ".B \(roff(flag.term))", roff(flag.help)]
    }

    private static let exitLines = [
        ".TP", ".B 0", "success", ".TP", ".B 1", "a failure that you can act on", ".TP", ".B 2",
        "interrupted or declined", ".PP", "exec ends with the exit code of its program.",
    ]

    private static let fileLines = [
        ".TP", ".I envctl.yaml", "what the project needs and runs; committed", ".TP",
        ".I .envctl", "what is of this checkout alone; see config set", ".TP",
        ".I ~/.config/envctl/config.yaml", "preferences of the user",
    ]

    private static let environmentLines = [
        ".TP", ".B ENVCTL_STATE_DIR, ENVCTL_RUNTIME_DIR, ENVCTL_CACHE_DIR",
        "where state, sockets and templates are kept", ".TP", ".B ENVCTL_KEY",
        roff("a value of the configuration: ENVCTL_SERVICES__API__PORT=9000"), ".TP",
        ".B VISUAL, EDITOR", "the editor of config edit", ".TP", ".B NO_COLOR", "no colour",
    ]

    /// Text that roff takes for nothing else.
    private static func roff(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "\\": result += "\\e"
            case "-": result += "\\-"
            case "…": result += "..."
            case "\"": result += "\\(dq"
            case "'": result += "\\(aq"
            default: result.append(character)
            }
        }
        return result.hasPrefix(".") ? "\\&" + result : result
    }
}
