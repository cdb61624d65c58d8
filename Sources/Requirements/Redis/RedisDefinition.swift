import Configuration
import Vocabulary

extension RedisAdapter {
    static let definition = RequirementDefinition(
        id: "redis", title: "Redis", schema: schema, resources: [.main(6379)],
        backends: [.native, .docker, .external], secrets: ["password"],
        serviceAccounts: ["redis", "nobody"],
        failurePatterns: [
            FailurePattern(.bindConflict, "Could not create server TCP listening socket"),
            FailurePattern(.bindConflict, "bind: Address already in use"),
            FailurePattern(.bindConflict, "port is already allocated"),
            FailurePattern(.bindConflict, "userland proxy", "address already in use"),
        ], image: (name: "redis", tag: "7"))

    static let schema = RequirementSchema(
        id: "redis", title: "Redis or Valkey",
        keys: [
            KeySchema(
                "persistence", .choice(["aof", "snapshot", "none"]), default: "aof",
                """
                `aof`: appended at each write, synced each second; `snapshot`: now and then; \
                `none`: nothing is kept.
                """),
            KeySchema(
                "account", .string,
                """
                Run as this account where envctl is run by root; unset, as the worktree's owner, and \
                in a worktree of root's as `redis`, else `nobody`.
                """),
        ] + DockerKeys.all + DataKeys.all,
        references: ["url", "host", "port", "password"],
        variables: ["REDIS_URL", "REDIS_HOST", "REDIS_PORT", "REDIS_PASSWORD"])
}
