import Platform
import Supervision
import Testing
import Vocabulary

@testable import Requirements

/// Databases of other requirements in a project's cluster.
@Suite(.serialized) struct OwnDatabaseTests {
    private let adapter = PostgresAdapter()

    private func logIn(_ database: OwnDatabase) throws -> PostgresClient {
        try PostgresClient(
            try Connection.tcp(database.host, database.port, milliseconds: 10_000),
            user: database.name, database: database.name, password: database.password)
    }

    @Test("role and database are made, proved by a login, and mended where they differ")
    func lifeCycle() async throws {
        let world = try World()
        let project = try PostgresProject(world, try world.instance(world.request("postgres")))
        let server = try await project.start()
        for name in ["n8n", "a \"b\" 'c' \\; --"] {
            var database = try adapter.database(
                name, password: "p'\"\\ ä%", in: project.instance)
            #expect(database.name == name)
            #expect(try !adapter.isProvided(database, in: project.instance))
            try adapter.provide(database, in: project.instance)
            #expect(try adapter.isProvided(database, in: project.instance))
            let rows = try logIn(database).query(
                "CREATE TABLE t (i int); SELECT rolsuper, current_database() FROM pg_roles "
                    + "WHERE rolname = current_user")
            #expect(rows == [["f", name]])

            database.password = "another"
            #expect(try !adapter.isProvided(database, in: project.instance))
            try adapter.provide(database, in: project.instance)
            #expect(try logIn(database).query("SELECT count(*) FROM t") == [["0"]])
        }
        let logged = try FileSystem.readText(project.spec.log)
        #expect(!logged.contains("p'\"") && !logged.contains("SCRAM-SHA-256$"))
        #expect(try server.stop().isSuccess)
    }

    @Test("the project's own role and database are never another's")
    func takenNames() throws {
        let world = try World()
        let request = world.request("postgres", values: ["user": "n8n", "database": "flows"])
        let instance = try world.instance(request)
        for (name, expected) in [("n8n", "n8n_own"), ("flows", "flows_own"), ("other", "other")] {
            #expect(try adapter.database(name, password: "", in: instance).name == expected)
        }
    }
}
