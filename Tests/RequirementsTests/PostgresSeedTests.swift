import Platform
import Steps
import Testing
import Vocabulary

@testable import Requirements

@Suite(.serialized) struct PostgresSeedTests {
    private func project(_ world: World, seed: JSON) throws -> PostgresProject {
        let request = world.request("postgres", values: ["seed": seed, "database": "shop"])
        return try PostgresProject(world, try world.instance(request))
    }

    private func tables(_ project: PostgresProject) throws -> [[String?]] {
        try project.client().query(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1")
    }

    @Test("a file is run once for each data folder")
    func file() async throws {
        let world = try World()
        try world.write(
            "project/seed.sql", "CREATE TABLE items (id int);\nINSERT INTO items VALUES (1);\n")
        let project = try project(world, seed: "seed.sql")
        let server = try await project.start()
        #expect(try project.client().query("SELECT * FROM items") == [["1"]])
        let again = try await world.run(project.steps.bootstrap)
        #expect(again["postgres.seed"]?.isSkipped == true)
        #expect(try project.client().query("SELECT * FROM items") == [["1"]])
        #expect(try server.stop().isSuccess)
    }

    @Test(
        "a failed file leaves nothing, names its line, and may be mended",
        arguments: ["", "COMMIT;"])
    func failedFile(_ commit: String) async throws {
        let world = try World()
        try world.write(
            "project/seed.sql",
            "CREATE TABLE items (id int);\(commit)\n\nINSERT INTO nowhere VALUES (1);\n")
        let project = try project(world, seed: "seed.sql")
        try await world.run(project.steps.prepare)
        let server = try RunningServer(project.spec, world)
        try server.waitUntilReady()
        let failure = await expect(failing: "requirement.seed_failed") {
            try await world.run(project.steps.bootstrap)
        }
        #expect(failure?.location == "seed.sql:3")
        #expect(failure?.causes.last?.contains("nowhere") == true)
        #expect(try tables(project).isEmpty)

        try world.write("project/seed.sql", "CREATE TABLE items (id int);\n")
        try await world.run(project.steps.bootstrap)
        #expect(try tables(project) == [["items"]])
        #expect(try server.stop().isSuccess)
    }

    @Test("a command that fails half-way leaves nothing")
    func failedCommand() async throws {
        let world = try World()
        let script = "psql -q \"$DATABASE_URL\" -c 'CREATE TABLE half (id int)' && exit 7"
        let project = try project(world, seed: ["sh", "-c", .string(script)])
        try await world.run(project.steps.prepare)
        let server = try RunningServer(project.spec, world)
        try server.waitUntilReady()
        await expect(failing: "requirement.seed_failed") {
            try await world.run(project.steps.bootstrap)
        }
        #expect(try tables(project).isEmpty)
        #expect(try server.stop().isSuccess)
    }

    @Test("a seed that was added to data in use is never started over")
    func addedLater() async throws {
        let world = try World()
        let plain = try PostgresProject(
            world, try world.instance(world.request("postgres", values: ["database": "shop"])))
        let first = try await plain.start()
        try plain.client().query("CREATE TABLE precious (id int)")
        #expect(try first.stop().isSuccess)

        try world.write("project/seed.sql", "CREATE TABLE precious (id int);\n")
        let seeded = try project(world, seed: "seed.sql")
        let server = try RunningServer(seeded.spec, world)
        try server.waitUntilReady()
        for _ in 0..<2 {
            await expect(failing: "requirement.seed_failed") {
                try await world.run(seeded.steps.bootstrap)
            }
            #expect(try tables(seeded) == [["precious"]])
        }
        #expect(try server.stop().isSuccess)
    }

    @Test func missingFile() async throws {
        let world = try World()
        let project = try project(world, seed: "absent.sql")
        try await world.run(project.steps.prepare)
        let server = try RunningServer(project.spec, world)
        try server.waitUntilReady()
        await expect(failing: "requirement.seed_missing") {
            try await world.run(project.steps.bootstrap)
        }
        #expect(try server.stop().isSuccess)
    }

    @Test("extensions are in a database that is made again, too")
    func extensions() async throws {
        let world = try World()
        try world.write("project/seed.sql", "COMMIT; SELECT nothing;")
        let request = world.request(
            "postgres", values: ["seed": "seed.sql", "extensions": ["hstore"]])
        let project = try PostgresProject(world, try world.instance(request))
        try await world.run(project.steps.prepare)
        let server = try RunningServer(project.spec, world)
        try server.waitUntilReady()
        await expect(failing: "requirement.seed_failed") {
            try await world.run(project.steps.bootstrap)
        }
        let found = try project.client().query("SELECT extname FROM pg_extension ORDER BY 1")
        #expect(found == [["hstore"], ["plpgsql"]])
        #expect(try server.stop().isSuccess)
    }

    @Test func unknownExtension() async throws {
        let world = try World(ownTemplates: true)
        let request = world.request("postgres", values: ["extensions": "no_such_thing"])
        let steps = try PostgresAdapter().steps(try world.instance(request))
        let failure = await expect(failing: "requirement.work_failed") {
            try await world.run(steps.prepare)
        }
        #expect(failure?.causes.contains { $0.contains("no_such_thing") } == true)
        let left = try FileSystem.list(world.path("cache/templates/postgres"))
        #expect(left.allSatisfy { $0.hasSuffix(".lock") || $0.range(ofText: ".new-") != nil })
    }
}
