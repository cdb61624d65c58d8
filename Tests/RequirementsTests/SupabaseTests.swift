import Configuration
import Platform
import Supervision
import Testing
import Vocabulary

@testable import Requirements

@Suite struct SupabaseTests {
    // MARK: tokens

    /// The example of RFC 7519's own site, made by others.
    @Test func tokenIsThatOfOtherLibraries() {
        let claims: JSON = ["sub": "1234567890", "name": "John Doe", "iat": 1_516_239_022]
        let token = WebToken.signed(claims, secret: "your-256-bit-secret")
        #expect(
            token == "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
                + "eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ."
                + "SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c")
        #expect(WebToken.claims(of: token, secret: "your-256-bit-secret") == claims)
        #expect(WebToken.claims(of: token, secret: "another") == nil)
        #expect(WebToken.claims(of: token + "x", secret: "your-256-bit-secret") == nil)
        #expect(WebToken.claims(of: "a.b", secret: "x") == nil)
    }

    @Test func keysAreTokensOfTheirRoles() throws {
        let world = try SupabaseWorld()
        defer { world.end() }
        let keys = try SupabaseKeys(try world.instance())
        #expect(keys.jwtSecret.utf8.count >= 32)
        #expect(keys.databaseEncryption.utf8.count == 16)
        for (token, role) in [(keys.anonymous, "anon"), (keys.serviceRole, "service_role")] {
            let claims = try #require(WebToken.claims(of: token, secret: keys.jwtSecret))
            #expect(claims["role"]?.string == role)
            #expect(claims["exp"]?.int ?? 0 > 4_000_000_000)
        }
        #expect(keys.anonymous != keys.serviceRole)
    }

    // MARK: parts

    @Test(
        arguments: [
            ([], [.db]), ([.auth], [.db, .auth, .gateway]), ([.imgproxy], [.db, .imgproxy]),
            ([.storage], [.db, .rest, .storage, .gateway]),
            ([.studio], [.db, .meta, .studio, .gateway]),
            (SupabasePart.allCases, SupabasePart.allCases),
        ] as [([SupabasePart], [SupabasePart])])
    func closure(_ asked: [SupabasePart], _ parts: [SupabasePart]) {
        #expect(SupabasePart.closure(of: asked) == parts)
    }

    // MARK: what runs

    @Test func specHoldsNoSecretWhereEveryoneCouldReadIt() throws {
        let world = try SupabaseWorld()
        defer { world.end() }
        let instance = try world.instance()
        let spec = try #require(try SupabaseAdapter().launchSpec(instance))
        let text = SupabaseCompose(stack: try SupabaseStack(instance)).text
        let keys = try SupabaseKeys(instance)
        for secret in [keys.password, keys.jwtSecret, keys.anonymous, keys.serviceRole] {
            #expect(!spec.arguments.contains { $0.range(ofText: secret) != nil })
            #expect(!JSON.object(spec.facts).compact.contains(secret))
            #expect(!text.contains(secret))
            #expect(spec.environment.contains { $0.range(ofText: secret) != nil })
        }
        #expect(spec.container?.labels.count == 3)
        #expect(try LaunchSpec(json: spec.json) == spec)
    }

    @Test func everyPortIsPublishedOnLoopbackOnly() throws {
        let world = try SupabaseWorld()
        defer { world.end() }
        var instance = try world.instance()
        let text = SupabaseCompose(stack: try SupabaseStack(instance)).text
        for port in ["API_PORT}:8000", "DB_PORT}:5432", "STUDIO_PORT}:3000"] {
            #expect(text.contains("\"127.0.0.1:${ENVCTL_\(port)\""))
        }
        instance.resolution.address = "10.0.0.7"
        #expect(!SupabaseCompose(stack: try SupabaseStack(instance)).text.contains("127.0.0.1:$"))
        #expect(
            try SupabaseAccess(instance).url == "http://10.0.0.7:\(try instance.mainPort())")
    }

    @Test func removalIsOfWhatBearsTheLabels() throws {
        let rule = ContainerRule(engine: "/bin/docker", name: "x", labels: ["a=1", "b=2"])
        #expect(rule.removal.suffix(4) == ["--filter", "label=a=1", "--filter", "label=b=2"])
        #expect(try ContainerRule(json: rule.json) == rule)
        #expect(
            try ContainerRule(json: ["engine": "/bin/docker", "name": "x"]).labels.isEmpty)
    }

    // MARK: drift

    @Test func anEditedFileIsSeenAndNotUndone() async throws {
        let world = try SupabaseWorld()
        defer { world.end() }
        let instance = try world.instance()
        let stack = try SupabaseStack(instance)
        let text = SupabaseCompose(stack: stack).text
        #expect(try ComposeFile.write(text, to: stack.file, of: instance.component))
        #expect(try !ComposeFile.write(text, to: stack.file, of: instance.component))
        let before = try #require(try SupabaseAdapter().launchSpec(instance)).fingerprint
        let edited = Array((text + "# mine\n").utf8)
        try FileSystem.writeAtomically(edited, to: stack.file)
        await expect(failing: "compose.edited") {
            _ = try ComposeFile.write(text, to: stack.file, of: instance.component)
        }
        #expect(try FileSystem.read(stack.file) == edited)
        let after = try #require(try SupabaseAdapter().launchSpec(instance)).fingerprint
        #expect(after.differences(from: before) == ["compose_file"])
    }

    @Test func aChangedConfigurationNamesItsPart() throws {
        let world = try SupabaseWorld()
        defer { world.end() }
        var instance = try world.instance()
        let before = try #require(try SupabaseAdapter().launchSpec(instance)).fingerprint
        instance.configuration.values["variables"] = ConfigurationValue(
            ["auth": ["GOTRUE_LOG_LEVEL": "debug"]])
        let after = try #require(try SupabaseAdapter().launchSpec(instance)).fingerprint
        #expect(after.differences(from: before) == ["part.auth"])
    }

    // MARK: what is told

    @Test(arguments: [
        (["auth_1      | this part can't run", "envctl-1_auth_1 exited with code 3"], "auth"),
        (["Aborting on container exit...", "rest-1 exited with code 0"], "rest"),
        (["ERROR: for gateway  Container \"31df0a\" is unhealthy."], "db"),
        (["dependency failed to start: container envctl-0-db-1 is unhealthy"], "db"),
    ])
    func theFirstPartThatFailsIsNamed(_ log: [String], _ part: String) {
        #expect(SupabaseLog.explanation(of: log)?.contains("'\(part)'") == true)
    }

    @Test func anOrdinaryLogExplainsNothing() {
        #expect(SupabaseLog.explanation(of: ["db_1 | ready", "exited with code 1"]) == nil)
    }

    // MARK: projection

    @Test func databaseURLIsLeftToAPostgres() throws {
        let world = try SupabaseWorld()
        defer { world.end() }
        var instance = try world.instance()
        let adapter = SupabaseAdapter()
        #expect(try adapter.projection(instance).environment.map(\.name).contains("DATABASE_URL"))
        let postgres = PostgresAdapter()
        instance.peers = [
            RequirementPeer(
                adapter: postgres,
                instance: try world.world.instance(
                    world.world.request("postgres", backend: .external, url: "postgres://a@h/d")))
        ]
        let names = try adapter.projection(instance).environment.map(\.name)
        #expect(
            names == [
                "SUPABASE_URL", "SUPABASE_ANON_KEY", "SUPABASE_SERVICE_ROLE_KEY",
                "SUPABASE_DB_URL", "SUPABASE_JWT_SECRET",
            ])
    }
}
