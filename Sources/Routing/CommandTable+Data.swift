extension CommandTable {
    /// Commands that work on the data of requirements.
    static let data: [CommandRow] = [
        CommandRow(
            command: .data, subcommand: "list",
            summary: "List the data of the requirements and its snapshots",
            description: """
                Lists, for each component that has data, where it is, where it came from and which \
                snapshots there are.
                """,
            positionals: .components, needs: [.repository], targets: .projects,
            answerSchema: "envctl.data_list/1"),
        CommandRow(
            command: .data, subcommand: "size",
            summary: "Show how much the data takes",
            description: """
                Shows what data, snapshots and templates take on the disk. Files that share their \
                blocks with others are counted each time.
                """,
            positionals: .components, needs: [.repository], targets: .projects,
            answerSchema: "envctl.data_size/1"),
        CommandRow(
            command: .data, subcommand: "snapshot",
            summary: "Keep a copy of the data under a name",
            description: """
                Takes a consistent copy of the data of all components, or of those that are named, \
                also while they run. Each file's digest is kept with it.
                """,
            positionals: .snapshot, needs: [.repository, .configuration], targets: .projects,
            answerSchema: schemaOfChanges,
            examples: [
                Example(line: "envctl data snapshot before-upgrade", meaning: "all components"),
                Example(line: "envctl data snapshot before-upgrade postgres", meaning: "one"),
            ]),
        CommandRow(
            command: .data, subcommand: "restore",
            summary: "Put a snapshot in the place of the data",
            description: """
                Checks the snapshot's digests, copies it, and lets the copy change places with the \
                data: whatever fails before that leaves the data as it is. The component must be \
                stopped.
                """,
            positionals: .snapshot, flags: [.yes], needs: [.repository, .configuration],
            targets: .projects, answerSchema: schemaOfChanges,
            examples: [
                Example(
                    line: "envctl data restore before-upgrade --yes", meaning: "without a question")
            ]),
        CommandRow(
            command: .data, subcommand: "clone",
            summary: "Give this worktree the data of another",
            description: """
                Copies the data of the project PROJECT of this repository, which may run, and puts \
                it in the place of this one's. The component must be stopped here.
                """,
            positionals: .components, flags: [.from, .yes], needs: [.repository, .configuration],
            targets: .projects, answerSchema: schemaOfChanges,
            examples: [Example(line: "envctl data clone --from main", meaning: "all components")]),
        CommandRow(
            command: .data, subcommand: "reset",
            summary: "Remove the data, so that the next start begins anew",
            description: """
                Removes the data of all components, or of those that are named; snapshots stay. The \
                component must be stopped.
                """,
            positionals: .components, flags: [.yes], needs: [.repository, .configuration],
            targets: .projects, answerSchema: schemaOfChanges,
            examples: [Example(line: "envctl data reset postgres --yes", meaning: "one component")]
        ),
        CommandRow(
            command: .data, subcommand: "export",
            summary: "Write the data to a file that other versions can read",
            description: """
                Postgres: SQL where FILE ends with .sql, else an archive for pg_restore; the \
                database must run. Redis: an RDB file. The component may be left out where only \
                one has data. A file that is there is replaced once the new one is whole.
                """,
            positionals: .file, needs: [.repository, .configuration], targets: .projects,
            answerSchema: schemaOfChanges,
            examples: [
                Example(line: "envctl data export shop.sql postgres", meaning: "as SQL")
            ]),
        CommandRow(
            command: .data, subcommand: "import",
            summary: "Put what a file holds in the place of the data",
            description: """
                Reads what 'data export' writes, and other dumps of the same kinds. Postgres, which \
                must run: into a new database that takes the old one's name once all is in it. \
                Redis, which must be stopped: an RDB file.
                """,
            positionals: .file, flags: [.yes], needs: [.repository, .configuration],
            targets: .projects, answerSchema: schemaOfChanges,
            examples: [Example(line: "envctl data import shop.sql postgres --yes", meaning: "SQL")]
        ),
    ]

    /// Of all that change data or copy it.
    private static let schemaOfChanges = "envctl.data/1"

    private typealias Example = CommandRow.Example
}
