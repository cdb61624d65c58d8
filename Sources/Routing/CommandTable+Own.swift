extension CommandTable {
    /// The `schema` of `list-commands --json` and of `contracts/commands.json`.
    package static let schema = "envctl.commands/1"

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
