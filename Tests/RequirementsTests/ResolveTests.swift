import Configuration
import Platform
import Testing
import Vocabulary

@testable import Requirements

/// Which program would run, and what is said when none does.
struct ResolveTests {
    private func fake(_ world: World, _ version: String, at path: String) throws {
        try FileSystem.createDirectories(Path.parent(world.path(path)))
        try world.write(path, "#!/bin/sh\necho 'postgres (PostgreSQL) \(version)'\n", mode: 0o755)
    }

    private func world(_ versions: [String]) throws -> (World, PostgresAdapter) {
        let world = try World(environment: ["PATH": "/nowhere"])
        for version in versions {
            let major = version.prefix { $0 != "." }
            try fake(world, version, at: "machine/usr/lib/postgresql/\(major)/bin/postgres")
        }
        return (world, PostgresAdapter(root: world.path("machine")))
    }

    @Test(arguments: [(nil, "16.2"), (">=14", "16.2"), ("15", "15.9"), (">=9,<15", "9.6.1")])
    func newestThatFits(_ version: String?, _ expected: String) throws {
        let (world, adapter) = try world(["9.6.1", "15.9", "16.2"])
        let resolution = try adapter.resolve(world.request("postgres", version: version))
        #expect(resolution.version == expected)
        #expect(resolution.backend == .native)
        #expect(resolution.program?.hasSuffix("bin/postgres") == true)
    }

    @Test(
        "a role that no cluster can be made with is told before anything is made",
        arguments: [("o'brien", false), ("a\"b", false), ("a$b", false), ("My user", true)])
    func roles(_ name: String, _ isFine: Bool) throws {
        let (world, adapter) = try world(["15.9"])
        let request = world.request("postgres", values: ["user": .string(name)])
        if isFine { return #expect(try adapter.resolve(request).backend == .native) }
        let failure = try #require(throws: Failure.self) { try adapter.resolve(request) }
        #expect(failure.code == "requirement.setting")
    }

    @Test("who made data of another version is read in what the server says")
    func otherMajor() {
        let line =
            "2026-11-28 23:45:08 UTC [1] DETAIL:  The data directory was initialized by PostgreSQL "
            + "version 14, which is not compatible with this version 15.18."
        let said = PostgresAdapter().explanation(ofLog: ["FATAL:  no", line])
        #expect(said?.hasPrefix("the data was made by postgres 14") == true)
        #expect(PostgresAdapter().explanation(ofLog: ["FATAL:  no"]) == nil)
    }

    @Test("the version that made the data goes before a newer one")
    func dataFirst() throws {
        let (world, adapter) = try world(["15.9", "16.2"])
        try FileSystem.createDirectories(world.path("data"))
        try world.write("data/PG_VERSION", "15\n")
        let resolution = try adapter.resolve(world.request("postgres", data: world.path("data")))
        #expect(resolution.version == "15.9")
    }

    @Test func wrongVersion() async throws {
        let (world, adapter) = try world(["15.9"])
        let request = world.request("postgres", version: ">=99")
        let failure = await expect(failing: "requirement.version_mismatch") {
            try adapter.resolve(request)
        }
        #expect(failure?.causes.first?.contains("15.9") == true)
    }

    @Test func missing() async throws {
        let (world, adapter) = try world([])
        try FileSystem.createDirectories(world.path("bin"))
        try world.write("bin/apt-get", "#!/bin/sh\n", mode: 0o755)
        let host = Host(environment: ["PATH": world.path("bin")], directory: "/", userID: 0)
        var request = world.request("postgres")
        request.host = host
        let failure = await expect(failing: "requirement.program_missing") {
            try adapter.resolve(request)
        }
        #expect(
            failure?.hint?.contains("apt-get update && apt-get install") == true
        )
        #expect(failure?.hint?.contains("--install-missing") == true)
        #expect(try adapter.installation(request)?.package == "postgresql")
        let redis = try RedisAdapter(root: world.path("machine")).installation(request)
        #expect(
            redis?.command
                == ["/bin/sh", "-c", "apt-get update && apt-get install -y redis-server"])
    }

    @Test func nothingToInstall() throws {
        let (world, adapter) = try world(["15.9"])
        #expect(try adapter.installation(world.request("postgres")) == nil)
    }

    @Test func valkeyServes() throws {
        let world = try World(environment: ["PATH": "/nowhere"])
        try FileSystem.createDirectories(world.path("machine/usr/bin"))
        try world.write(
            "machine/usr/bin/valkey-server",
            "#!/bin/sh\necho 'Valkey server v=8.0.1 sha=00000000:0 malloc=jemalloc bits=64'\n",
            mode: 0o755)
        let resolution = try RedisAdapter(root: world.path("machine")).resolve(
            world.request("redis"))
        #expect(resolution.version == "8.0.1")
    }

    @Test(arguments: ["postgres", "redis"])
    func otherBackends(_ kind: String) async throws {
        let world = try World(environment: ["PATH": "/nowhere"])
        let adapter = try RequirementRegistry.builtIn.adapter(for: kind)
        await expect(failing: "docker.client_missing") {
            try adapter.resolve(world.request(kind, backend: .docker))
        }
        await expect(failing: "requirement.no_url") {
            try adapter.resolve(world.request(kind, backend: .external))
        }
        await expect(failing: "requirement.bad_url") {
            try adapter.resolve(world.request(kind, backend: .external, url: "http://x"))
        }
    }

    @Test func automaticTellsWhatKeepsEachBackend() async throws {
        let world = try World(environment: ["PATH": "/nowhere"])
        let adapter = RedisAdapter(root: world.path("machine"))
        let failure = await expect(failing: "requirement.no_backend") {
            try adapter.resolve(world.request("redis", backend: .auto))
        }
        #expect(failure?.causes.first?.hasPrefix("native: Redis is not installed") == true)
        #expect(failure?.causes.last?.hasPrefix("docker: the program 'docker'") == true)
        #expect(try adapter.installation(world.request("redis", backend: .docker)) == nil)
    }

    @Test func automaticIsNativeWherePossible() throws {
        let (world, adapter) = try world(["15.9"])
        let resolution = try adapter.resolve(world.request("postgres", backend: .auto))
        #expect(resolution.backend == .native)
    }

    @Test func unknownKind() async throws {
        let failure = await expect(failing: "requirement.unknown_kind") {
            try RequirementRegistry.builtIn.adapter(for: "postgre")
        }
        #expect(failure?.hint == "did you mean 'postgres'?")
    }
}
