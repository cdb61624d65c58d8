extension CommandTable {
    /// Commands that tell what is wrong.
    static let diagnosing: [CommandRow] = [
        CommandRow(
            command: .health, aliases: ["--health"],
            summary: "Ask each component now whether it is well",
            description: """
                Asks the probe of each component, or of those that are named, and shows the answer \
                with the time that it took. Ends with 1 where one of them is not healthy.
                """,
            positionals: .components, flags: [.watch],
            needs: [.repository, .runningEnvironment], targets: .projects,
            answerSchema: "envctl.health/1",
            examples: [
                CommandRow.Example(
                    line: "envctl health --watch", meaning: "each change, until Ctrl-C")
            ]),
        CommandRow(
            command: .errors, aliases: ["--errors"],
            summary: "Show what failed, and why",
            description: """
                Shows the failures of the latest run, newest first, one for each component: the \
                cause, how it ended, the last lines of its log, what was tried and what helps.
                """,
            positionals: .components, needs: [.repository, .runningEnvironment],
            targets: .projects, answerSchema: "envctl.errors/1",
            examples: [
                CommandRow.Example(line: "envctl errors api", meaning: "of one component")
            ]),
        CommandRow(
            command: .doctor, aliases: ["--doctor"],
            summary: "Check everything, and say what helps",
            description: """
                Checks this machine, envctl itself, the configuration, the records, ports, \
                processes and disks, all at once, and says what to type where something is wrong. \
                Ends with 1 where a check fails. With --gate release it judges whether this may be \
                released, and names each row that blocks.
                """,
            flags: [.gate, .only, .reportFormat, .fix], targets: .projects,
            answerSchema: "envctl.doctor/1",
            examples: [
                CommandRow.Example(line: "envctl doctor --only ports", meaning: "one group"),
                CommandRow.Example(
                    line: "envctl doctor --fix", meaning: "and repair what is safe to repair"),
                CommandRow.Example(
                    line: "envctl doctor --gate release", meaning: "may this be released?"),
            ]),
    ]
}
