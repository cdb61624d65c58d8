import Configuration
import Vocabulary

extension RedisAdapter {
    static let definition = RequirementDefinition(
        id: "redis", title: "Redis", schema: schema, resources: [.main(6379)],
        backends: [.native, .external], secrets: ["password"],
        serviceAccounts: ["redis", "nobody"],
        failurePatterns: [
            FailurePattern(.bindConflict, "Could not create server TCP listening socket"),
            FailurePattern(.bindConflict, "bind: Address already in use"),
        ])

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
                "Run as this account where envctl is run by root; else the worktree's owner."),
        ],
        references: ["url", "host", "port", "password"],
        variables: ["REDIS_URL", "REDIS_HOST", "REDIS_PORT", "REDIS_PASSWORD"])
}
