import Configuration
import Platform
import Vocabulary

/// Dumps of the project's database, by the server's own programs.
struct PostgresDump {
    private let server: any PostgresReach
    private let database: String

    /// - Throws: `data.not_running` where no native server runs.
    init(_ configured: RequirementInstance) throws {
        // As it was made, so that a changed configuration does not keep its data from being saved.
        let instance = try configured.asMade()
        server =
            instance.resolution.backend == .docker
            ? try PostgresContainerReach(instance) : try PostgresFolderReach(instance)
        database = instance.value("database")?.string ?? "app"
    }

    /// SQL where the file's name says so, else an archive for `pg_restore`. Written by us, not by
    /// the account: it is the caller's file.
    func export(to file: String) throws {
        // The name is a temporary one.
        let isText = file.split(separator: ".").dropLast(3).last == "sql"
        try server.run(
            "export '\(database)'", "pg_dump",
            ["--format=\(isText ? "plain" : "custom")", database], .output(file))
    }

    /// Into a new database, which takes the old one's name once all is in it.
    func load(_ file: String) throws {
        let new = "envctl_import_\(Random.hex(bytes: 4))"
        let client = try server.client(
            database: database == "postgres" ? "template1" : "postgres")
        try client.query("CREATE DATABASE \(quoted(new))")
        do {
            try fill(new, from: file)
            try exchange(new, client)
        } catch {
            // The failure is what counts; a database of that name is in nobody's way.
            _ = try? client.query("DROP DATABASE IF EXISTS \(quoted(new))")
            throw error
        }
    }

    private func fill(_ database: String, from file: String) throws {
        let what = "import \(Path.name(file))"
        let head = try FileSystem.read(file, limit: 5)
        if head == Array("PGDMP".utf8) {
            try server.run(
                what, "pg_restore",
                ["--exit-on-error", "--no-owner", "--dbname=\(database)"], .input(file))
        } else {
            try server.run(
                what, "psql",
                ["-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-d", database, "-f", "-"],
                .input(file))
        }
    }

    /// Both names at once: a database can be renamed within a transaction.
    private func exchange(_ new: String, _ client: PostgresClient) throws {
        let old = "envctl_replaced_\(Random.hex(bytes: 4))"
        let isThere = try !client.query(
            "SELECT 1 FROM pg_database WHERE datname = \(literal(database))"
        ).isEmpty
        if isThere {
            try client.query("ALTER DATABASE \(quoted(database)) WITH ALLOW_CONNECTIONS false")
        }
        do {
            try client.query(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                    + "WHERE datname = \(literal(database))")
            let away =
                isThere ? "ALTER DATABASE \(quoted(database)) RENAME TO \(quoted(old)); " : ""
            try client.query(
                "BEGIN; \(away)ALTER DATABASE \(quoted(new)) RENAME TO \(quoted(database)); COMMIT")
        } catch {
            // Its clients come back; that it could not be exchanged is what is told.
            _ = try? client.query("ROLLBACK")  // none was open
            // Same.
            _ = try? client.query("ALTER DATABASE \(quoted(database)) WITH ALLOW_CONNECTIONS true")
            throw error
        }
        if isThere { try client.query("DROP DATABASE \(quoted(old))") }
    }

    private func quoted(_ name: String) -> String { PostgresTemplate.quoted(name) }

    private func literal(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
            + "'"
    }
}
