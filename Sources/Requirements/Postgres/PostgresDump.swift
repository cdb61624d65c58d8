import Configuration
import Platform
import Vocabulary

/// Dumps of the project's database, by the server's own programs, through its private socket.
struct PostgresDump {
    private let instance: RequirementInstance
    private let server: PostmasterFile
    private let programs: String
    private let user: String
    private let database: String

    /// - Throws: `data.not_running` where no server runs.
    init(_ instance: RequirementInstance) throws {
        self.instance = instance
        guard try DataLock.isHeld(instance.paths.dataLock),
            let program = instance.resolution.program
        else {
            throw Failure(
                "data.not_running", "'\(instance.component)' does not run", at: instance.paths.data,
                because: ["the server itself reads and writes dumps"],
                hint: "envctl start \(instance.component)")
        }
        server = try PostmasterFile(in: instance.dataFolder)
        programs = Path.parent(program)
        user = instance.value("user")?.string ?? "app"
        database = instance.value("database")?.string ?? "app"
    }

    /// SQL where the file's name says so, else an archive for `pg_restore`. Written by us, not by
    /// the account: it is the caller's file.
    func export(to file: String) throws {
        // `.<name>.<pid>.<hex>.tmp`
        let isText = file.split(separator: ".").dropLast(3).last == "sql"
        try run(
            "export '\(database)'", "pg_dump",
            ["--format=\(isText ? "plain" : "custom")", "--file=\(file)", database])
    }

    /// Into a new database, which takes the old one's name once all is in it.
    func load(_ file: String) throws {
        let new = "envctl_import_\(Random.hex(bytes: 4))"
        let client = try self.client()
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
        let head = try FileSystem.read(file, limit: 5)
        if head == Array("PGDMP".utf8) {
            try run(
                "import \(Path.name(file))", "pg_restore",
                ["--exit-on-error", "--no-owner", "--dbname=\(database)", "--", file])
        } else {
            try run(
                "import \(Path.name(file))", "psql",
                ["-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-d", database, "-f", file])
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

    private func client() throws -> PostgresClient {
        let owner = instance.account?.userID ?? instance.host.userID
        let socket = Path.join(folder, ".s.PGSQL.\(server.port)")
        return try PostgresClient(
            try Connection.unix(socket, owner: owner, milliseconds: 120_000), user: user,
            database: database == "postgres" ? "template1" : "postgres", password: nil)
    }

    private var folder: String { server.sockets ?? instance.paths.sockets }

    private func run(_ what: String, _ name: String, _ arguments: [String]) throws {
        let beside = Path.join(programs, name)
        let path = instance.host.environment["PATH"]
        let found =
            FileSystem.isExecutable(beside)
            ? beside : Program.find(name, path: path, directory: "/")
        guard let found else {
            throw Failure("requirement.program_missing", "'\(name)' is not installed")
        }
        let process = Subprocess(
            found, ["-h", folder, "-p", "\(server.port)", "-U", user, "-w"] + arguments,
            environment: ["PATH": path ?? "/usr/bin:/bin", "LC_ALL": "C"], directory: "/")
        let result = try process.run()
        if result.isSuccess { return }
        throw Failure(
            "data.dump_failed", "could not \(what); the data is as it was", at: found,
            because: [lastLines(of: result.text)].filter { !$0.isEmpty })
    }

    private func quoted(_ name: String) -> String { PostgresTemplate.quoted(name) }

    private func literal(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
            + "'"
    }
}
