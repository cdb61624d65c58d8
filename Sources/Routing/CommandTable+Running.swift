extension CommandTable {
    /// Commands that start, stop or run something.
    static let running: [CommandRow] = [
        CommandRow(
            command: .start, aliases: ["--start"],
            summary: "Bring the environment of a worktree to life",
            description: """
                Starts the requirements and services of the project, or only the components that \
                are named and what they need, and returns when all are ready. What already runs \
                is left alone; what a changed configuration touches is restarted, with the reason. \
                With --foreground it stays and shows what all components write until Ctrl-C, which \
                stops the environment and ends with 2; where another command stops it, it ends \
                with 0.
                """,
            positionals: .components,
            flags: [
                .skip, .detach, .foreground, .timeout, .dryRun, .keep, .installMissing, .cloneFrom,
            ],
            needs: [.repository, .configuration, .programs], targets: .projects,
            acceptsAssignments: true, answerSchema: "envctl.start/1",
            examples: [
                Example(line: "envctl start", meaning: "everything, in this worktree"),
                Example(line: "envctl start api --timeout 2m", meaning: "api and what it needs"),
                Example(line: "envctl start trees", meaning: "every linked worktree"),
                Example(
                    line: "envctl start --foreground", meaning: "and follow it; Ctrl-C stops it"),
                Example(
                    line: "envctl start --clone-from main",
                    meaning: "a new worktree, with the data of the main one"),
                Example(
                    line: "envctl start SERVICES__API__PORT=9000",
                    meaning: "with another value, for this start"),
            ]),
        CommandRow(
            command: .stop, aliases: ["--stop"],
            summary: "Stop the environment or some of its components",
            description: """
                Stops in reverse order of need and ends only when the kernel says that nothing is \
                left. Data and port reservations stay.
                """,
            positionals: .components, needs: [.repository], targets: .projects,
            answerSchema: "envctl.stop/1",
            examples: [
                Example(line: "envctl stop", meaning: "everything, in this worktree"),
                Example(line: "envctl stop web", meaning: "one component; its siblings stay"),
            ]),
        CommandRow(
            command: .stopAll, aliases: ["--stop-all"],
            summary: "Stop every environment of this repository",
            description: """
                Like 'stop --all': every project of this repository, each with proof; a failure in \
                one never stops another. Other repositories are left alone.
                """,
            needs: [.repository], targets: .repositories, answerSchema: "envctl.stop_all/1",
            examples: [
                Example(line: "envctl stop-all", meaning: "this repository"),
                Example(line: "envctl stop-all --everywhere", meaning: "all of this user's"),
            ]),
        CommandRow(
            command: .blastAll, aliases: ["--blast-all"],
            summary: "Stop every environment of this repository and remove all its data",
            description: """
                Shows what there is of this repository and how much, asks for its name, then stops \
                every project with proof and removes its data, runs, logs, sockets, ports and \
                records. Your files stay. A project that can't be ended keeps its data. Links are \
                not followed, and what envctl did not make is left and named.
                """,
            flags: [.dryRun, .yes], needs: [.repository], targets: .repositories,
            answerSchema: "envctl.blast_all/1",
            examples: [
                Example(line: "envctl blast-all --dry-run", meaning: "only look"),
                Example(line: "envctl blast-all --yes", meaning: "without a question"),
                Example(line: "envctl blast-all --everywhere", meaning: "all of this user's"),
            ]),
        CommandRow(
            command: .clearLogs, aliases: ["--clear-logs"],
            summary: "Forget what the components wrote so far",
            description: """
                Empties the logs of all components, or of those that are named, whether they run or \
                not; what runs goes on writing.
                """,
            positionals: .components, needs: [.repository], targets: .projects,
            answerSchema: "envctl.clear_logs/1",
            examples: [Example(line: "envctl clear-logs api", meaning: "one component's")]),
        CommandRow(
            command: .prune, aliases: ["--prune"],
            summary: "Remove what belongs to worktrees and repositories that are gone",
            description: """
                Shows what it found and how much, and asks. Takes the data, runs, logs and ports of \
                worktrees that are gone, runs beyond the history, and what killed commands left \
                half done; with --everywhere also of repositories that are gone. What still \
                exists or runs is never touched. A worktree that may be on a disk that is not \
                mounted (the folder that held it is missing too, or empty), or that is locked, \
                stays unless it is named with --gone. With --data only data and snapshots go, and what \
                else is known of the project stays.
                """,
            flags: [.dryRun, .yes, .gone, .data], needs: [.repository], targets: .repositories,
            answerSchema: "envctl.prune/1",
            examples: [
                Example(line: "envctl prune", meaning: "this repository"),
                Example(line: "envctl prune --everywhere --dry-run", meaning: "only look"),
                Example(
                    line: "envctl prune --data", meaning: "the data of worktrees that are gone"),
            ]),
        CommandRow(
            command: .restart, aliases: ["--restart"],
            summary: "Restart the environment or some of its components",
            description: """
                Stops and launches again with the recorded environment; ports, siblings and \
                requirements that were not named stay as they are. With --supervisor every component \
                runs on, and only what supervises them is replaced.
                """,
            positionals: .components, flags: [.supervisor],
            needs: [.repository, .configuration, .programs],
            targets: .projects, answerSchema: "envctl.restart/1",
            examples: [
                Example(line: "envctl restart api", meaning: "one service"),
                Example(
                    line: "envctl restart --supervisor", meaning: "after an upgrade of envctl"),
            ]),
        CommandRow(
            command: .resume, aliases: ["--resume"],
            summary: "Bring back what was running before a crash or a reboot",
            description: """
                Looks at what the last run left: what still runs gets a supervisor again and is \
                not touched, what is missing is started with its data and on its ports, and what \
                you had stopped stays stopped. Says of each component what was found.
                """,
            positionals: .components, flags: [.dryRun, .resumeFrom, .replan],
            needs: [.repository, .configuration, .programs], targets: .projects,
            answerSchema: "envctl.resume/1",
            examples: [
                Example(line: "envctl resume", meaning: "this worktree"),
                Example(line: "envctl resume --everywhere", meaning: "all, after a reboot"),
                Example(line: "envctl resume --dry-run", meaning: "only look"),
                Example(
                    line: "envctl resume --resume-from steps.migrate",
                    meaning: "go on with a start that failed and was kept, from that step"),
            ]),
        CommandRow(
            command: .exec, aliases: ["--exec"],
            summary: "Run a program in the project's environment",
            description: """
                Runs the program with the variables that the project's services see and ends with \
                its exit code. The first word that is not a flag, a mode word or an assignment is \
                the program; all after it is its own. Write '--' before a program that has such a \
                name.
                """,
            positionals: .program, needs: [.repository, .configuration, .runningEnvironment],
            targets: .projects, acceptsAssignments: true, answerSchema: nil,
            examples: [
                Example(line: "envctl exec psql -c 'select 1'", meaning: "psql on its database"),
                Example(line: "envctl exec --project login -- npm test", meaning: "elsewhere"),
            ]),
    ]

    private typealias Example = CommandRow.Example
}
