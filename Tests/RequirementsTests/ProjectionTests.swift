import Configuration
import Platform
import Supervision
import Testing
import Vocabulary

@testable import Requirements

struct ProjectionTests {
    @Test("postgres: names, renames, encoding and secrets")
    func postgres() throws {
        let world = try World()
        let request = world.request(
            "postgres", values: ["database": "my shop"],
            renames: ["DATABASE_URL": "API_DATABASE_URL"])
        let instance = try world.instance(request, port: Port(20_001))
        let projection = try PostgresAdapter().projection(instance)
        let url = "postgresql://app:s3%2Fcret%3A%40%C3%A9password@127.0.0.1:20001/my%20shop"
        #expect(
            projection.environment.map(\.name) == [
                "API_DATABASE_URL", "PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGDATABASE",
            ])
        #expect(projection.environment.first?.value == url)
        #expect(projection.reference("database") == "my shop")
        #expect(
            projection.secretKeys.isSuperset(of: [
                "API_DATABASE_URL", "PGPASSWORD", "password", "url",
            ]))
        let known = try RequirementRegistry.builtIn.adapter(for: "postgres").definition.schema
        #expect(Set(projection.references.map(\.name)) == Set(known.references))
        let back = try PostgresAccess.address(url)
        #expect(back.password == "s3/cret:@épassword")
        #expect(back.path == "my shop")
    }

    @Test func redis() throws {
        let world = try World()
        let instance = try world.instance(world.request("redis"), port: Port(20_002))
        let projection = try RedisAdapter().projection(instance)
        #expect(
            projection.environment.map(\.name) == [
                "REDIS_URL", "REDIS_HOST", "REDIS_PORT", "REDIS_PASSWORD",
            ])
        #expect(
            projection.reference("url")
                == "redis://default:s3%2Fcret%3A%40%C3%A9password@127.0.0.1:20002/0")
    }

    @Test("the fingerprint names what changed")
    func fingerprint() throws {
        let world = try World()
        func spec(_ values: [String: JSON]) throws -> [String] {
            let port = Port(20_003)
            let old = try PostgresAdapter().launchSpec(
                try world.instance(world.request("postgres"), port: port))
            let new = try PostgresAdapter().launchSpec(
                try world.instance(world.request("postgres", values: values), port: port))
            return try #require(new).fingerprint.differences(from: try #require(old).fingerprint)
        }
        #expect(try spec([:]).isEmpty)
        #expect(try spec(["settings": ["work_mem": "8MB"]]) == ["settings.work_mem"])
        #expect(try spec(["database": "other"]) == ["database"])
    }

    @Test(
        arguments: [
            ("postgres://h", "h", 5432, nil, nil, ""),
            ("postgres://u@[::1]:7/d", "::1", 7, "u", nil, "d"),
            ("postgres://u:p%40@h:1/d?sslmode=require#x", "h", 1, "u", "p@", "d"),
        ] as [(String, String, Int, String?, String?, String)])
    func address(
        _ text: String, _ host: String, _ port: Int, _ user: String?, _ password: String?,
        _ path: String
    ) throws {
        let address = try ServerAddress(text, schemes: ["postgres"], defaultPort: 5432)
        #expect(address.host == host)
        #expect(address.port == Port(port))
        #expect(address.user == user)
        #expect(address.password == password)
        #expect(address.path == path)
    }

    @Test(arguments: [
        "h:1", "http://h", "postgres://", "postgres://u:secret@h:x/", "postgres://u:secret@h:0",
    ])
    func badAddress(_ text: String) async throws {
        let failure = await expect(failing: "requirement.bad_url") {
            try ServerAddress(text, schemes: ["postgres"], defaultPort: 5432)
        }
        #expect(failure?.json.compact.contains("secret") == false)
    }
}
