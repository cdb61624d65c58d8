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
            command: .completions,
            summary: "Print the completions for bash, zsh or fish",
            description: """
                Prints a script that completes commands, flags, components, projects and keys; the \
                names are looked up as you type. The scripts call it with 'components', 'projects' \
                or 'keys' in place of a shell, which prints these, one a line.
                """,
            positionals: .shell, answerSchema: nil,
            examples: [
                CommandRow.Example(line: "envctl completions bash", meaning: "for eval in .bashrc"),
                CommandRow.Example(line: "envctl completions fish", meaning: "for source"),
            ]),
        CommandRow(
            command: .version,
            summary: "Show the version of envctl",
            description: "Shows the version, and in a source checkout whether the build is stale.",
            answerSchema: "envctl.version/1"),
        bare,
    ]
}
