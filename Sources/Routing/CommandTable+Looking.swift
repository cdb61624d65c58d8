extension CommandTable {
    /// No command: where you stand.
    static let bare = CommandRow(
        command: .bare,
        summary: "Show where you stand and what you can do",
        description: """
            Without a command: shows the repository, the project, whether it is configured and \
            what runs, and names the next command to type. Starts nothing.
            """,
        answerSchema: "envctl.overview/1")

    /// Commands that only look: they start nothing, write nothing, take no lock.
    static let looking: [CommandRow] = [
        CommandRow(
            command: .status, aliases: ["--status"],
            summary: "Show what runs, as the kernel sees it",
            description: """
                Compares the records with the kernel and shows each component with its status, \
                address and process. With --wait it looks again until all is ready or stopped, and \
                exits 1 where that does not happen in time. With --timings it tells where the time of \
                the last start or restart went.
                """,
            flags: [.wait, .timeout, .timings], needs: [.repository], targets: .projects,
            answerSchema: "envctl.status/1",
            examples: [
                Example(line: "envctl status --all", meaning: "every project"),
                Example(line: "envctl status --timings", meaning: "why the start took so long"),
                Example(
                    line: "envctl status --json --wait ready --timeout 60s",
                    meaning: "when it is ready"),
            ]),
        CommandRow(
            command: .logs, aliases: ["--logs"],
            summary: "Show what the components wrote",
            description: """
                Shows the last lines of all components, or of those that are named, in the order in \
                which they were written. With --since, --until or --grep it shows all lines that \
                fit, unless --tail says how many.
                """,
            positionals: .components,
            flags: [.follow, .tail, .since, .until, .grep, .timestamps],
            needs: [.repository, .runningEnvironment], targets: .projects,
            answerSchema: "envctl.log_line/1",
            examples: [
                Example(
                    line: "envctl logs api -f --tail 20",
                    meaning: "the last 20 lines, and what comes"),
                Example(line: "envctl logs --since 10m", meaning: "of the last ten minutes"),
                Example(
                    line: "envctl logs api --grep 'status=5[0-9]{2}' --timestamps",
                    meaning: "lines that match, with their times"),
            ]),
        CommandRow(
            command: .events, aliases: ["--events"],
            summary: "Show what happened in a run",
            description: """
                Shows the events of the latest run, each with its number: --since takes that number \
                and shows what came after it. With --follow it goes on, also into the next run.
                """,
            flags: [.follow, .cursor, .run], needs: [.repository], targets: .projects,
            answerSchema: "envctl.events/1",
            examples: [
                Example(line: "envctl events --since 12 -f", meaning: "after the event 12"),
                Example(line: "envctl events --json --since 10m", meaning: "for a program"),
            ]),
        CommandRow(
            command: .endpoints, aliases: ["--endpoints"],
            summary: "Show the addresses of the running components",
            description: "Shows the address of each running component, and whether it answers.",
            flags: [.withSecrets], needs: [.repository, .runningEnvironment], targets: .projects,
            answerSchema: "envctl.endpoints/1"),
        CommandRow(
            command: .env, aliases: ["--env"],
            summary: "Print the project's environment variables",
            description: """
                Prints the variables that the running requirements give to services, in a form \
                that a shell or a program can read. On a terminal passwords are left out, unless \
                --with-secrets is given. The format direnv is for an .envrc, which is read again \
                when something starts or stops.
                """,
            flags: [.format, .withSecrets],
            needs: [.repository, .configuration, .runningEnvironment],
            targets: .projects, acceptsAssignments: true, answerSchema: "envctl.env/1",
            examples: [Example(line: "eval \"$(envctl env)\"", meaning: "into this shell")]),
        CommandRow(
            command: .showConfig, aliases: ["--show-config"],
            summary: "Show each configuration value with its origin",
            description: """
                Shows the merged configuration, or the keys that are named and those below them, \
                each value with the file and line or the variable that it comes from.
                """,
            positionals: .keys, needs: [.repository], targets: .projects,
            acceptsAssignments: true, answerSchema: "envctl.config/1",
            examples: [Example(line: "envctl show-config services.api", meaning: "one part")]),
        CommandRow(
            command: .showState, aliases: ["--show-state"],
            summary: "Show the records with the truth beside them",
            description: """
                Shows what was recorded of the latest run and, beside it, what the kernel says now.
                """,
            needs: [.repository], targets: .projects, answerSchema: "envctl.state/1"),
        CommandRow(
            command: .explainStartup, aliases: ["--explain-startup"],
            summary: "Show what a start would do, and why",
            description: """
                Shows for each component what a start would do and for what reason, what is there \
                already, and what is missing: which program, engine or image each requirement would \
                use, on which ports, from which data. Of a running project it tells what a start \
                would restart. Starts nothing, writes nothing.
                """,
            positionals: .components, flags: [.skip], needs: [.repository], targets: .projects,
            acceptsAssignments: true, answerSchema: "envctl.explanation/1",
            examples: [
                Example(line: "envctl explain-startup api", meaning: "of api and what it needs")
            ]),
        CommandRow(
            command: .listTargets, aliases: ["--list-targets"],
            summary: "List the projects with their components",
            description: "Lists every project of this repository with its components.",
            needs: [.repository], targets: .repositories, answerSchema: "envctl.targets/1"),
        CommandRow(
            command: .listTrees, aliases: ["--list-trees"],
            summary: "List the worktrees with their branches",
            description: "Lists every worktree of this repository: project, branch and folder.",
            needs: [.repository], answerSchema: "envctl.trees/1"),
        CommandRow(
            command: .listCommands, aliases: ["--list-commands"],
            summary: "List all commands",
            description: "Lists every command; with --json the whole command table.",
            answerSchema: schema),
    ]

    private typealias Example = CommandRow.Example
}
