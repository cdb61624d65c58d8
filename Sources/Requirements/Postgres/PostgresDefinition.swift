import Configuration
import Vocabulary

extension PostgresAdapter {

    static let definition = RequirementDefinition(
        id: "postgres", title: "PostgreSQL", schema: schema, resources: [.main(5432)],
        backends: [.native, .docker, .external], secrets: ["password"],
        serviceAccounts: ["postgres", "nobody"],
        failurePatterns: [
            FailurePattern(.bindConflict, "could not bind", "Address already in use"),
            FailurePattern(.bindConflict, "could not create any TCP/IP sockets"),
            FailurePattern(.bindConflict, "port is already allocated"),
            FailurePattern(.bindConflict, "userland proxy", "address already in use"),
        ], image: (name: "postgres", tag: "17"))

    static let schema = RequirementSchema(
        id: "postgres", title: "PostgreSQL",
        keys: [
            KeySchema(
                "database", .string, default: "app",
                "Name of the project's database, made with the cluster."),
            KeySchema(
                "user", .string, default: "app",
                "The role that owns it; a superuser of this cluster, as in the official image."),
            KeySchema(
                "seed", .either([.path, .list(of: .string)]),
                """
                An SQL file (relative to the folder of `envctl.yaml`), or a command as a list; run \
                once for each data folder, into the database. A failed seed leaves nothing behind.
                """),
            KeySchema(
                "extensions", .oneOrMore(of: .string),
                """
                Extensions that the database has; those that are configured later are added by the \
                next start.
                """),
            KeySchema(
                "durability", .choice(["full", "fast"]), default: "full",
                "`fast` gives up safety at a power cut for speed: for throw-away data."),
            KeySchema(
                "account", .string,
                """
                Run as this account where envctl is run by root; unset, as the worktree's owner, and \
                in a worktree of root's as `postgres`, else `nobody`.
                """),
            KeySchema(
                "locale", .string, default: "C.UTF-8",
                "Locale of new data; where the data has another, a start says what to type."),
        ] + DockerKeys.all + DataKeys.all,
        references: ["url", "host", "port", "user", "password", "database", "socket"],
        variables: [
            "DATABASE_URL", "PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGDATABASE",
        ], provides: ["database"])
}
