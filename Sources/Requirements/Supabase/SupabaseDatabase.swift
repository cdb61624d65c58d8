import Platform
import Steps
import Vocabulary

/// SQL files of the repository, run in the database once each: all of a file or nothing.
struct SupabaseDatabase {
    private let instance: RequirementInstance
    private let client: PostgresClient

    init(_ instance: RequirementInstance) throws {
        self.instance = instance
        let stack = try SupabaseStack(instance)
        client = try PostgresClient(
            try Connection.tcp(stack.address, try stack.port("db"), milliseconds: 600_000),
            user: SupabaseAccess.user, database: SupabaseAccess.database,
            password: try SupabaseKeys(instance).password)
    }

    // MARK: migrations

    /// Those that are not recorded yet, in order; where Supabase's own tool records them.
    func apply(
        _ migrations: [SupabaseMigration], _ context: StepContext
    ) throws -> StepOutcomeNote? {
        try client.query(
            """
            create schema if not exists supabase_migrations;
            create table if not exists supabase_migrations.schema_migrations
                (version text primary key, statements text[], name text);
            """)
        let rows = try client.query("select version from supabase_migrations.schema_migrations")
        let done = Set(rows.compactMap { $0.first ?? nil })
        let open = migrations.filter { !done.contains($0.version) }
        for (index, migration) in open.enumerated() {
            context.progress(Path.name(migration.path), number: index + 1, of: open.count)
            try run(migration)
        }
        return open.isEmpty ? StepOutcomeNote(skipped: "all are applied") : nil
    }

    private func run(_ migration: SupabaseMigration) throws {
        let values = [migration.version, migration.name].map(SQL.literal)
        let text = try FileSystem.readText(migration.path)
        try transaction(migration.path, text, failing: "supabase.migration_failed") {
            try client.query(
                """
                insert into supabase_migrations.schema_migrations (version, name, statements)
                values (\(values[0]), \(values[1]), array[\(SQL.literal(text))])
                """)
        }
    }

    // MARK: the seed

    /// Once for each database.
    func seed(_ files: [String], _ context: StepContext) throws -> StepOutcomeNote? {
        var record = try instance.existingRecord()
        if record.isSeeded { return StepOutcomeNote(skipped: "it was seeded") }
        for file in files {
            context.progress(Path.name(file))
            guard FileSystem.exists(file) else {
                throw Failure(
                    "requirement.seed_missing", "the seed file does not exist", at: file,
                    hint: "change 'sql_paths' of [db.seed] in config.toml, or make the file")
            }
        }
        try client.query("begin")
        for file in files {
            try execute(file, try FileSystem.readText(file), failing: "requirement.seed_failed")
        }
        try client.query("commit")
        record.isSeeded = true
        record.isFresh = false
        try record.save(to: instance.paths.record, synced: true)
        return nil
    }

    // MARK: files

    private func transaction(
        _ path: String, _ text: String, failing code: String, then record: () throws -> Void
    ) throws {
        try client.query("begin")
        try execute(path, text, failing: code)
        try record()
        try client.query("commit")
    }

    /// - Throws: a failure that names file and line. What was begun ends with the connection.
    private func execute(_ path: String, _ text: String, failing code: String) throws {
        do { try client.query(text) } catch let error as PostgresError {
            let line = error.position.map { SQL.line(of: $0, in: text) }
            throw Failure(
                code, "the database refused \(Path.name(path)); nothing of it was kept",
                at: line.map { "\(path):\($0)" } ?? path, because: error.failure.causes,
                hint: "mend the file, then envctl start again")
        }
    }
}

/// Texts in SQL.
enum SQL {
    /// As `standard_conforming_strings` reads it.
    static func literal(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
            + "'"
    }

    /// The line, from 1, of a character of the text, also from 1.
    static func line(of position: Int, in text: String) -> Int {
        text.unicodeScalars.prefix(max(0, position - 1)).reduce(1) { $0 + ($1 == "\n" ? 1 : 0) }
    }
}
