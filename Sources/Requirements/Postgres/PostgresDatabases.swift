import Platform
import Vocabulary

/// Databases of other requirements in a project's cluster.
extension PostgresAdapter: DatabaseProvider {
    package func database(
        _ name: String, password: String, in instance: RequirementInstance
    ) throws -> OwnDatabase {
        guard instance.resolution.url == nil else {
            throw Failure(
                "requirement.database_foreign",
                "no database can be made in '\(instance.component)'",
                because: ["its server is external, and envctl never changes those"])
        }
        let access = try PostgresAccess(instance)
        // The project's own role has its own password, and its database is not another's.
        let isTaken = [access.user, access.database, "postgres", "template1"].contains(name)
        return OwnDatabase(
            host: access.host, port: access.port, name: isTaken ? name + "_own" : name,
            password: password)
    }

    package func isProvided(
        _ database: OwnDatabase, in instance: RequirementInstance
    ) throws -> Bool {
        let port = try PostgresAccess(instance).live(instance).port
        do {
            _ = try PostgresClient(
                try Connection.tcp(database.host, port, milliseconds: 10_000),
                user: database.name, database: database.name, password: database.password)
            return true
        } catch let refusal as PostgresError {
            let expected = [
                PostgresError.invalidPassword, PostgresError.invalidAuthorization,
                PostgresError.unknownDatabase,
            ]
            if expected.contains(refusal.state) { return false }
            throw refusal
        }
    }

    package func provide(_ database: OwnDatabase, in instance: RequirementInstance) throws {
        let client = try administrator(instance)
        let name = PostgresTemplate.quoted(database.name)
        let text = database.name.split(separator: "'", omittingEmptySubsequences: false)
            .joined(separator: "''")
        // The server is never told the password, only what proves it.
        let verifier = Scram.verifier(password: database.password)
        let isThere = try client.query("SELECT 1 FROM pg_roles WHERE rolname = '\(text)'")
        let verb = isThere.isEmpty ? "CREATE" : "ALTER"
        try client.query("\(verb) ROLE \(name) LOGIN PASSWORD '\(verifier)'")
        if try client.query("SELECT 1 FROM pg_database WHERE datname = '\(text)'").isEmpty {
            try client.query("CREATE DATABASE \(name) OWNER \(name)")
        }
    }

    /// Through the private socket where there is one, else as services connect.
    private func administrator(_ instance: RequirementInstance) throws -> PostgresClient {
        let access = try PostgresAccess(instance)
        guard access.sockets == nil else {
            return try .overSocket(instance, access, database: access.database)
        }
        return try PostgresClient(
            try Connection.tcp(access.host, access.port, milliseconds: 30_000),
            user: access.user, database: access.database, password: access.password)
    }
}
