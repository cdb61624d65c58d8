import Configuration
import Vocabulary

extension N8nAdapter {
    static let definition = RequirementDefinition(
        id: "n8n", title: "n8n", schema: schema,
        resources: [
            .main(5678), ResourceDefinition(name: "broker", defaultPort: Port(5679)),
            ResourceDefinition(name: "runner", defaultPort: Port(5681)),
        ],
        backends: [.native, .docker, .external],
        secrets: ["encryption_key", "owner_password", "database_password"],
        serviceAccounts: ["node", "nobody"],
        failurePatterns: [
            // "n8n's port 5678 is already in use.", "n8n Task Broker's port 5679 is already in use."
            FailurePattern(.bindConflict, "n8n", "port", "is already in use"),
            FailurePattern(.bindConflict, "EADDRINUSE"),
            FailurePattern(.bindConflict, "port is already allocated"),
            FailurePattern(.bindConflict, "userland proxy", "address already in use"),
        ], image: (name: "docker.n8n.io/n8nio/n8n", tag: "latest"))

    static let schema = RequirementSchema(
        id: "n8n", title: "n8n",
        keys: [
            KeySchema(
                "program", .path,
                """
                The program, as a name on PATH or a path from the folder of `envctl.yaml`; without it \
                `n8n` on PATH, else `npx n8n`.
                """),
            KeySchema(
                "database", .name,
                """
                The requirement in whose server it gets a database of its own, or `sqlite`; without \
                it the project's postgres where there is one.
                """),
            KeySchema(
                "owner", .boolean, default: true,
                "Whether the owner's account is set up at the first start."),
            KeySchema(
                "owner_email", .string, default: "owner@envctl.test",
                "The e-mail address that the owner logs in with."),
            KeySchema(
                "account", .string,
                """
                Run as this account where envctl is run by root; unset, as the worktree's owner, and \
                in a worktree of root's as `node`, else `nobody`.
                """),
        ] + DockerKeys.all,
        references: ["url", "host", "port", "api_url", "owner_email", "owner_password"],
        variables: ["N8N_URL", "N8N_PORT", "N8N_API_URL"],
        uses: RequirementUse("database", key: "database", none: "sqlite"))
}
