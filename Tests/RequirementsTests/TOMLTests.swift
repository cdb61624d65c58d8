import Platform
import Testing
import Vocabulary

@testable import Requirements

@Suite struct TOMLTests {
    private func read(_ text: String) throws -> [String: TOMLDocument.Value] {
        let document = try TOMLDocument(text, named: "config.toml")
        return Dictionary(document.entries.map { ($0.path, $0.value) }) { $1 }
    }

    @Test func tablesKeysAndValues() throws {
        let values = try read(
            """
            # a comment
            project_id = "shop"   # another
            [api]
            port = 54_321
            "schemas" = ['public', "storage", # inside
              "graphql_public",
            ]
            enabled=true
            [auth.email]
            enable_signup = false
            template.path = '''
            C:\\x'''
            hooks = { a = 1, b.c = "x" }
            expires = 2024-01-01T00:00:00Z
            text = \"""
            one \\
               line\\u00e9\"""
            [[functions]]
            name = "a"
            [[functions]]
            name = "b"
            """)
        #expect(values["project_id"] == .string("shop"))
        #expect(values["api.port"] == .int(54_321))
        #expect(
            values["api.schemas"]
                == .array([.string("public"), .string("storage"), .string("graphql_public")]))
        #expect(values["api.enabled"] == .bool(true))
        #expect(values["auth.email.enable_signup"] == .bool(false))
        #expect(values["auth.email.template.path"] == .string("C:\\x"))
        #expect(values["auth.email.hooks.a"] == .int(1))
        #expect(values["auth.email.hooks.b.c"] == .string("x"))
        #expect(values["auth.email.expires"] == .other("2024-01-01T00:00:00Z"))
        #expect(values["auth.email.text"] == .string("one lineé"))
        #expect(values["functions.0.name"] == .string("a"))
        #expect(values["functions.1.name"] == .string("b"))
        #expect(values.count == 12)
    }

    @Test(arguments: [
        ("a = \"x", "config.toml:1:7"), ("a = 1\na = 2", "config.toml:2:5"),
        ("[a]\n[a]", "config.toml:2:4"), ("a 1", "config.toml:1:3"), ("a = ", "config.toml:1:5"),
        ("a = 1 b = 2", "config.toml:1:7"), ("x = [1 2]", "config.toml:1:8"),
        ("x = \"\\q\"", "config.toml:1:8"),
    ])
    func mistakesHaveAPlace(_ text: String, _ place: String) {
        do {
            _ = try TOMLDocument(text, named: "config.toml")
            Issue.record("it was read: \(text)")
        } catch {
            #expect(error.code == "toml.syntax")
            #expect(error.location == place)
        }
    }

    // MARK: the repository's file

    @Test func whatTheFileSetsIsFollowed() throws {
        let world = try SupabaseWorld()
        defer { world.end() }
        try world.write(
            "config.toml",
            """
            [api]
            port = 21001
            schemas = ["app", "public"]
            [db]
            port = 21002
            major_version = 15
            [studio]
            enabled = false
            [realtime]
            enabled = false
            [auth]
            site_url = "https://shop.test/$x"
            jwt_expiry = 60
            enable_signup = false
            [storage]
            file_size_limit = "2MiB"
            [db.pooler]
            port = 1
            """)
        let resolution = try SupabaseAdapter().resolve(world.request())
        #expect(resolution.version == "15")
        #expect(resolution.preferredPorts == ["main": Port(21001), "db": Port(21002)])
        #expect(resolution.notes.count == 1)
        #expect(resolution.notes.first?.contains("db.pooler.port (line 18)") == true)
        let stack = try SupabaseStack(try world.instance())
        #expect(stack.parts == [.db, .auth, .rest, .storage, .imgproxy, .meta, .gateway])
        #expect(stack.image(.db).hasPrefix("supabase/postgres:15."))
        let variables = SupabaseVariables(stack: stack)
        let auth = Dictionary(variables.of(.auth)) { $1 }
        #expect(auth["GOTRUE_SITE_URL"] == "https://shop.test/$$x")
        #expect(auth["GOTRUE_JWT_EXP"] == "60")
        #expect(auth["GOTRUE_DISABLE_SIGNUP"] == "true")
        #expect(variables.of(.rest).contains { $0 == ("PGRST_DB_SCHEMAS", "app,public") })
        #expect(variables.of(.storage).contains { $0 == ("FILE_SIZE_LIMIT", "2097152") })
    }

    @Test(arguments: [
        ("[api]\nport = \"x\"", "supabase.config"),
        ("[auth]\nsite_url = \"env(X)\"", "supabase.config"),
        ("[db]\nmajor_version = 13", "supabase.version"), ("[db", "toml.syntax"),
    ])
    func whatCanNotBeUsedIsRefused(_ text: String, _ code: String) async throws {
        let world = try SupabaseWorld()
        defer { world.end() }
        try world.write("config.toml", text)
        await expect(failing: code) { _ = try SupabaseAdapter().resolve(world.request()) }
    }

    @Test func migrationsAreOrderedAndNamed() throws {
        let world = try SupabaseWorld()
        defer { world.end() }
        for name in ["20240201_b.sql", "20240101_a_b.sql", "README.md", "notes.sql", "_x.sql"] {
            try world.write("migrations/\(name)", "select 1;")
        }
        let migrations = try SupabaseStack(try world.instance()).settings.migrations()
        #expect(migrations.map(\.version) == ["20240101", "20240201"])
        #expect(migrations.map(\.name) == ["a_b", "b"])
    }

    @Test(arguments: [
        (nil, 52_428_800), ("50MiB", 52_428_800), ("1 KB", 1000), ("7", 7), ("2GB", 2_000_000_000),
        ("much", 52_428_800),
    ])
    func fileSizeLimit(_ text: String?, _ bytes: Int) {
        #expect(FileSizeLimit.bytes(text) == bytes)
    }

    @Test func linesOfSQL() {
        #expect(SQL.line(of: 1, in: "a\nb\nc") == 1)
        #expect(SQL.line(of: 3, in: "a\nb\nc") == 2)
        #expect(SQL.line(of: 99, in: "a\nb\nc") == 3)
        #expect(SQL.literal("it's") == "'it''s'")
    }
}
