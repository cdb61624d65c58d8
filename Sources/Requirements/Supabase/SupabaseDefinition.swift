import Configuration
import Vocabulary

extension SupabaseAdapter {
    static let definition = RequirementDefinition(
        id: "supabase", title: "Supabase", schema: schema,
        resources: [
            .main(54321), ResourceDefinition(name: "db", defaultPort: Port(54322)),
            ResourceDefinition(name: "studio", defaultPort: Port(54323)),
        ],
        backends: [.docker, .external], secrets: SupabaseKeys.names,
        failurePatterns: [
            FailurePattern(.bindConflict, "port is already allocated"),
            FailurePattern(.bindConflict, "failed to bind", "address already in use"),
            FailurePattern(.bindConflict, "userland proxy", "address already in use"),
        ])

    static let schema = RequirementSchema(
        id: "supabase", title: "Supabase",
        keys: [
            KeySchema(
                "include",
                .oneOrMore(of: .choice(SupabasePart.allCases.map(\.rawValue))),
                """
                The parts to run; what they require comes with them. Without it all those that the \
                repository's `config.toml` does not switch off.
                """),
            KeySchema(
                "folder", .path, default: "supabase",
                """
                The folder with `config.toml`, `migrations/` and `seed.sql`, from that of \
                `envctl.yaml`; it need not be there.
                """),
            KeySchema(
                "images", .map(keys: .any, of: .string),
                "Part → image, in place of the official one that envctl names."),
            KeySchema(
                "pull", .choice(["missing", "always", "never"]), default: "missing",
                "When images are fetched."),
            KeySchema(
                "variables", .map(keys: .any, of: .map(keys: .variable, of: .text)),
                "Part → further variables of its environment, e.g. `auth: { GOTRUE_LOG_LEVEL: debug }`."
            ),
            KeySchema(
                "users", .map(keys: .any, of: .map(keys: .any, of: .text)),
                """
                E-mail address → what `envctl supabase user sync` makes of the account: `role`, all \
                else is its metadata.
                """),
        ] + given,
        references: ["url", "anon_key", "service_role_key", "db_url", "jwt_secret", "studio_url"],
        variables: [
            "SUPABASE_URL", "SUPABASE_ANON_KEY", "SUPABASE_SERVICE_ROLE_KEY", "SUPABASE_DB_URL",
            "SUPABASE_JWT_SECRET", "DATABASE_URL",
        ], backends: [.docker, .external, .auto], defaultBackend: .docker)

    /// What an external one can't be reached without.
    private static let given = [
        KeySchema("anon_key", .template, "With `url`: the key of its anonymous role."),
        KeySchema("service_role_key", .template, "With `url`: the key of its service role."),
        KeySchema("db_url", .template, "With `url`: the address of its database."),
        KeySchema("jwt_secret", .template, "With `url`: the secret that signs its tokens."),
    ]
}
