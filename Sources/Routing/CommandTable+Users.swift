extension CommandTable {
    /// Commands that work on the accounts that a requirement keeps.
    static let users: [CommandRow] = [
        CommandRow(
            command: .supabase, subcommand: "user list",
            summary: "List the users of the project's Supabase",
            description: """
                Lists the accounts that its auth keeps. The environment has to run. A requirement may \
                be named where there are several.
                """,
            positionals: .components, needs: [.repository, .configuration], targets: .projects,
            answerSchema: schemaOfUsers),
        CommandRow(
            command: .supabase, subcommand: "user create",
            summary: "Create a user",
            description: """
                Creates an account with a confirmed address. Without --password-stdin a password is \
                generated; either is kept in the project's secrets.json (0600), and never printed.
                """,
            positionals: .user, flags: [.passwordStdin, .role, .metadata],
            needs: [.repository, .configuration], targets: .projects, answerSchema: schemaOfUsers,
            examples: [
                Example(
                    line: "envctl supabase user create ada@shop.test", meaning: "generated password"
                )
            ]),
        CommandRow(
            command: .supabase, subcommand: "user update",
            summary: "Change a user's address, password, role or metadata",
            description: """
                Changes what the flags say, and nothing else.
                """,
            positionals: .user, flags: [.email, .passwordStdin, .role, .metadata],
            needs: [.repository, .configuration], targets: .projects, answerSchema: schemaOfUsers,
            examples: [
                Example(
                    line: "envctl supabase user update ada@shop.test --role service_role",
                    meaning: "another role")
            ]),
        CommandRow(
            command: .supabase, subcommand: "user delete",
            summary: "Delete a user",
            description: """
                Deletes the account.
                """,
            positionals: .user, flags: [.yes], needs: [.repository, .configuration],
            targets: .projects, answerSchema: schemaOfUsers,
            examples: [
                Example(
                    line: "envctl supabase user delete ada@shop.test --yes",
                    meaning: "without a question")
            ]),
        CommandRow(
            command: .supabase, subcommand: "user sync",
            summary: "Make the users what the configuration says",
            description: """
                Creates and changes the accounts that 'users:' of the requirement names. Others are \
                listed and left as they are.
                """,
            positionals: .components, needs: [.repository, .configuration], targets: .projects,
            answerSchema: schemaOfUsers),
    ]

    private static let schemaOfUsers = "envctl.users/1"

    private typealias Example = CommandRow.Example
}
