extension CommandTable {
    /// Commands that work on the configuration.
    static let setup: [CommandRow] = [
        CommandRow(
            command: .initialize,
            summary: "Propose an envctl.yaml from what lies in the repository",
            description: """
                Looks at compose files, Procfile, package.json, pyproject.toml, requirements.txt, \
                manage.py, Package.swift, go.mod, Cargo.toml and .env.example, and writes an \
                envctl.yaml with comments in the worktree's folder; what it could not carry over \
                is listed. It never overwrites one, and asks on a terminal only.
                """,
            flags: [.yes, .dryRun, .here, .agents], needs: [.repository],
            answerSchema: "envctl.init/1",
            examples: [
                Example(line: "envctl init --dry-run", meaning: "only look"),
                Example(line: "envctl init --agents", meaning: "an AGENTS.md, too"),
            ]),
        CommandRow(
            command: .config, subcommand: "check",
            summary: "Check the configuration and show every mistake at once",
            description: """
                Reads all configuration files of the project and prints each mistake with file, \
                line and column, what was expected and the nearest valid word.
                """,
            needs: [.repository], targets: .projects, acceptsAssignments: true,
            answerSchema: "envctl.config_check/1"),
        CommandRow(
            command: .config, subcommand: "get",
            summary: "Print the values of single keys",
            description: """
                Prints the value that holds, whichever layer it comes from, the default too: one \
                key's value alone, several as KEY=VALUE lines. A key with others below it stands \
                for all of them. With --json each has its origin. A key without a value is an error.
                """,
            positionals: .namedKeys, needs: [.repository], answerSchema: "envctl.config_get/1",
            examples: [Example(line: "envctl config get services.api.port", meaning: "one value")]),
        CommandRow(
            command: .config, subcommand: "set",
            summary: "Set a key for this checkout, in .envctl",
            description: """
                Writes the key into envctl's own block in .envctl, which is of this checkout alone \
                and not committed; every other byte of the file stays. Nothing is written where \
                the configuration would get a new mistake, or where the value is set already. A \
                value that begins with a dash comes after --.
                """,
            positionals: .setting, needs: [.repository], answerSchema: "envctl.config_change/1",
            examples: [
                Example(line: "envctl config set services.api.port 9000", meaning: "one value"),
                Example(line: "envctl config set jobs=4", meaning: "in one word"),
            ]),
        CommandRow(
            command: .config, subcommand: "unset",
            summary: "Take what 'config set' has set out of .envctl",
            description: """
                Takes the keys out of envctl's own block in .envctl, so that the next layer's \
                values hold again. A line that you wrote there yourself is an error that names it.
                """,
            positionals: .namedKeys, needs: [.repository], answerSchema: "envctl.config_change/1",
            examples: [
                Example(line: "envctl config unset services.api.port", meaning: "as before")
            ]),
        CommandRow(
            command: .config, subcommand: "edit",
            summary: "Open .envctl in an editor, and check it before it is replaced",
            description: """
                Opens a copy of .envctl (with --shared of envctl.yaml) in $VISUAL, else $EDITOR, \
                else vi. A copy with mistakes replaces nothing: you can go on editing it. Only on \
                a terminal.
                """,
            flags: [.shared], needs: [.repository, .terminal],
            answerSchema: "envctl.config_edit/1",
            examples: [Example(line: "envctl config edit --shared", meaning: "envctl.yaml")]),
        CommandRow(
            command: .config, subcommand: "schema",
            summary: "Print the JSON Schema of envctl.yaml",
            description: """
                Prints the schema that editors complete and check envctl.yaml with: what this \
                version of envctl takes.
                """,
            answerSchema: nil,
            examples: [
                Example(line: "envctl config schema", meaning: "for '# yaml-language-server'")
            ]),
    ]

    private typealias Example = CommandRow.Example
}
