extension CommandTable {
    /// The `schema` of `list-commands --json` and of `contracts/commands.json`.
    package static let schema = "envctl.commands/1"

    /// Commands that work on the configuration.
    static let setup: [CommandRow] = [
        CommandRow(
            command: .config, subcommand: "check",
            summary: "Check the configuration and show every mistake at once",
            description: """
                Reads all configuration files of the project and prints each mistake with file, \
                line and column, what was expected and the nearest valid word.
                """,
            needs: [.repository], targets: .projects, acceptsAssignments: true,
            answerSchema: "envctl.config_check/1")
    ]

    /// Commands about envctl itself, and the bare one.
    static let own: [CommandRow] = [
        CommandRow(
            command: .help,
            summary: "Show the help of envctl or of one command",
            description: """
                Shows all commands, or the flags and examples of the one that is named; with \
                --json their rows of the command table.
                """,
            positionals: .topic, answerSchema: schema,
            examples: [CommandRow.Example(line: "envctl help start", meaning: "one command")]),
        CommandRow(
            command: .version,
            summary: "Show the version of envctl",
            description: "Shows the version, and in a source checkout whether the build is stale.",
            answerSchema: "envctl.version/1"),
        bare,
    ]
}
