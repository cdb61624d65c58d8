import Platform
import Steps
import Supervision
import Testing

@testable import Requirements

/// A project's postgres with its steps and its server.
struct PostgresProject {
    let world: World
    let instance: RequirementInstance
    let spec: LaunchSpec
    let steps: RequirementSteps

    init(_ world: World, _ instance: RequirementInstance) throws {
        self.world = world
        self.instance = instance
        spec = try #require(try PostgresAdapter().launchSpec(instance))
        steps = try PostgresAdapter().steps(instance)
    }

    /// Prepare, launch, ready, bootstrap.
    func start() async throws -> RunningServer {
        try await world.run(steps.prepare)
        let server = try RunningServer(spec, world)
        try server.waitUntilReady()
        try await world.run(steps.bootstrap)
        return server
    }

    func client(password: String? = nil) throws -> PostgresClient {
        let access = try PostgresAccess(instance)
        let connection = try Connection.tcp(access.host, access.port, milliseconds: 10_000)
        return try PostgresClient(
            connection, user: access.user, database: access.database,
            password: password ?? access.password)
    }

    func psql(_ sql: String, password: String) throws -> Subprocess.Result {
        let access = try PostgresAccess(instance)
        var environment = Dictionary(access.variables) { $1 }
        environment["PGPASSWORD"] = password
        environment["DATABASE_URL"] = nil
        environment["PATH"] = world.host.environment["PATH"]
        return try Subprocess(
            try #require(world.host.find("psql")), ["-X", "-A", "-t", "-c", sql],
            environment: environment, directory: "/"
        ).run()
    }
}
