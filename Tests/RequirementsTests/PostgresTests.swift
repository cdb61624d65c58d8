import Configuration
import Glibc
import Platform
import Steps
import Supervision
import Testing
import Vocabulary

@testable import Requirements

@Suite(.serialized) struct PostgresTests {
    @Test("a cluster comes from a template, and its password works over TCP")
    func start() async throws {
        let world = try World()
        let request = world.request("postgres", values: ["database": "storefront"])
        let project = try PostgresProject(world, try world.instance(request))
        let server = try await project.start()

        let good = try project.psql(
            "SELECT current_database(), current_user",
            password: try project.instance.secret("password"))
        #expect(good.text == "storefront|app\n")
        let bad = try project.psql("SELECT 1", password: "wrong")
        #expect(!bad.isSuccess)
        #expect(bad.text.contains("password authentication failed"))

        let rows = try project.client().query(
            "SELECT name, setting FROM pg_settings WHERE name IN ('archive_mode', 'fsync', 'wal_level') ORDER BY name"
        )
        #expect(
            rows.map { $0.map { $0 ?? "" } } == [
                ["archive_mode", "off"], ["fsync", "on"], ["wal_level", "replica"],
            ])
        let logged = try FileSystem.readText(project.spec.log)
        #expect(!logged.contains(try project.instance.secret("password")))
        #expect(try server.stop().isSuccess)
    }

    @Test("paths with spaces, quotes and commas")
    func oddPaths() async throws {
        let world = try World(ownTemplates: true, name: " a,'b\"c")
        try world.write("project/seed 'x'.sql", "CREATE TABLE odd (id int);\n")
        let request = world.request(
            "postgres", values: ["seed": "seed 'x'.sql", "database": "o'd\"d", "user": "o n"])
        let project = try PostgresProject(world, try world.instance(request))
        let server = try await project.start()
        #expect(try project.client().query("SELECT * FROM odd").isEmpty)
        #expect(try server.stop().isSuccess)
    }

    @Test("data of another account is refused", .enabled(if: getuid() == 0))
    func otherOwner() async throws {
        let world = try World()
        let instance = try world.instance(world.request("postgres"))
        try GivenFolder.makeWay(to: instance.paths.data, account: instance.account)
        try GivenFolder(path: instance.paths.data, account: nil).make()
        let steps = try PostgresAdapter().steps(instance)
        let failure = await expect(failing: "requirement.data_owner") {
            try await world.run(steps.prepare)
        }
        #expect(failure?.hint?.hasPrefix("chown -R ") == true)
    }

    @Test("a second start of the same data makes nothing anew")
    func again() async throws {
        let world = try World()
        let instance = try world.instance(world.request("postgres"))
        let project = try PostgresProject(world, instance)
        let identity = try instance.dataIdentity()
        let first = try await project.start()
        try project.client().query("CREATE TABLE kept (id int)")
        #expect(try first.stop().isSuccess)

        let later = try PostgresProject(
            world,
            try world.instance(
                world.request("postgres"), port: instance.ports["main"]))
        let server = try await later.start()
        #expect(try later.client().query("SELECT count(*) FROM kept") == [["0"]])
        #expect(try later.instance.dataIdentity() == identity)
        let report = try await world.run(later.steps.bootstrap)
        #expect(report["postgres.role"]?.isSkipped == true)
        #expect(try server.stop().isSuccess)
    }

    @Test("many starts at once make one template")
    func concurrentTemplate() async throws {
        let world = try World(ownTemplates: true)
        let request = world.request("postgres")
        let made = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<4 {
                let instance = try world.instance(request, project: "p\(number)")
                let steps = try PostgresAdapter().steps(instance)
                group.addTask {
                    let report = try await world.run(steps.prepare)
                    return report["postgres.template"]?.isSuccess == true
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(made == 1)
        let names = try FileSystem.list(world.path("cache/templates/postgres"))
        #expect(names.filter { !$0.hasSuffix(".lock") }.count == 1)
        for number in 0..<4 {
            #expect(FileSystem.exists(world.path("state/p\(number)/data/postgres/PG_VERSION")))
        }
    }

    @Test("what a killed start left is removed, and data in use is left alone")
    func leftovers() async throws {
        let world = try World()
        let instance = try world.instance(world.request("postgres"))
        let steps = try PostgresAdapter().steps(instance)
        let leftover = GivenFolder(
            path: instance.paths.data + ".new-old", account: instance.account)
        try GivenFolder.makeWay(to: leftover.path, account: instance.account)
        try leftover.make()
        try FileSystem.writeAtomically([1], to: Path.join(leftover.path, "half"))
        var lock = try DataLock.attempt(instance.paths.dataLock)
        #expect(lock != nil)
        await expect(failing: "requirement.data_in_use") { try await world.run(steps.prepare) }
        #expect(FileSystem.exists(leftover.path))
        lock = nil
        try await world.run(steps.prepare)
        #expect(!FileSystem.exists(leftover.path))
        #expect(FileSystem.exists(instance.paths.data))
    }

    @Test("data of another major version is refused with the way out")
    func version() async throws {
        let world = try World()
        let instance = try world.instance(world.request("postgres"))
        try GivenFolder.makeWay(to: instance.paths.data, account: instance.account)
        try instance.dataFolder.make()
        try FileSystem.writeAtomically(
            Array("12\n".utf8), to: Path.join(instance.paths.data, "PG_VERSION"))
        let steps = try PostgresAdapter().steps(instance)
        let failure = await expect(failing: "requirement.data_version") {
            try await world.run(steps.prepare)
        }
        #expect(failure?.hint?.contains("version: 12") == true)
    }

    @Test("settings go above the small defaults")
    func settings() async throws {
        let world = try World()
        let request = world.request(
            "postgres",
            values: ["settings": ["shared_buffers": "24MB"], "durability": "fast"])
        let project = try PostgresProject(world, try world.instance(request))
        let server = try await project.start()
        #expect(try project.client().query("SHOW shared_buffers") == [["24MB"]])
        #expect(try project.client().query("SHOW fsync") == [["off"]])
        #expect(try server.stop().isSuccess)
    }

    @Test(
        arguments: [
            ["port": "1"], ["archive_mode": "on"], ["wal_level": "minimal"],
            ["max_wal_senders": "0"],
        ] as [JSON.Object])
    func refusedSettings(_ settings: JSON.Object) async throws {
        let world = try World()
        let request = world.request("postgres", values: ["settings": .object(settings)])
        let instance = try world.instance(request)
        await expect(failing: "requirement.setting") {
            _ = try PostgresAdapter().launchSpec(instance)
        }
    }

    @Test("a taken port is a bind conflict")
    func bindConflict() async throws {
        let world = try World()
        try world.write("project/seed.sql", "CREATE TABLE seeded (id int);\n")
        let first = try PostgresProject(world, try world.instance(world.request("postgres")))
        let holder = try await first.start()
        let second = try PostgresProject(
            world,
            try world.instance(
                world.request("postgres", values: ["seed": "seed.sql"]), project: "other",
                port: first.instance.ports["main"]))
        try await world.run(second.steps.prepare)
        let loser = try RunningServer(second.spec, world)
        #expect(try !loser.end().isSuccess)
        let lines = try FileSystem.readText(second.spec.log).split(separator: "\n").map {
            String($0)
        }
        #expect(PostgresAdapter.definition.failureClass(ofLog: lines) == .bindConflict)
        #expect(PostgresAdapter.definition.failureClass(ofLog: ["FATAL: no"]) == .hard)

        var moved = second.instance
        moved.ports = ["main": try World.freePort()]
        let later = try PostgresProject(world, moved)
        let winner = try RunningServer(later.spec, world)
        try winner.waitUntilReady()
        try await world.run(second.steps.bootstrap)
        #expect(try later.client().query("SELECT count(*) FROM seeded") == [["0"]])
        #expect(try winner.stop().isSuccess)
        #expect(try holder.stop().isSuccess)
    }

    @Test("the verifier is the one that the server makes")
    func verifier() async throws {
        let world = try World()
        let project = try PostgresProject(world, try world.instance(world.request("postgres")))
        let server = try await project.start()
        let client = try project.client()
        try client.query(
            "SET password_encryption = 'scram-sha-256'; ALTER ROLE app PASSWORD 'päss'")
        let stored = try #require(
            try client.query("SELECT rolpassword FROM pg_authid WHERE rolname = 'app'")[0][0])
        let salt = try #require(stored.split(separator: "$")[1].split(separator: ":").last)
        let bytes = try #require(Base64Text.decode(String(salt)))
        #expect(Scram.verifier(password: "päss", salt: bytes) == stored)
        #expect(try server.stop().isSuccess)
    }
}
