extension CommandTable {
    /// Commands for bug reports.
    static let packing: [CommandRow] = [
        CommandRow(
            command: .debugPack, aliases: ["--debug-pack"],
            summary: "Pack what a bug report needs into one file",
            description: """
                Writes one .tar.gz with records, configuration, facts of the machine and the \
                diagnosis; secrets are taken out, and the finished file is searched for them once \
                more. Logs of components only with --with-logs, data never.
                """,
            flags: [.run, .output, .withLogs, .dryRun], targets: .projects,
            answerSchema: "envctl.debug_pack/1",
            examples: [
                CommandRow.Example(
                    line: "envctl debug-pack --output bug.tar.gz", meaning: "where you say")
            ]),
        CommandRow(
            command: .debugReport, aliases: ["--debug-report"],
            summary: "Say what most likely went wrong",
            description: """
                Prints the causes that fit what is recorded and what is true now, most likely \
                first, each with its evidence and the next command. Writes nothing.
                """,
            targets: .projects, answerSchema: "envctl.debug_report/1"),
        CommandRow(
            command: .debugLast, aliases: ["--debug-last"],
            summary: "Print the path of the newest bundle or debug session",
            description: """
                Prints the path of the newest bundle or recorded session, if there is one.
                """,
            targets: .projects, answerSchema: "envctl.debug_last/1"),
    ]
}
