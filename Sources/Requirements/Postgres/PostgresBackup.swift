import Configuration
import Platform
import Vocabulary

/// A copy of a running cluster in backup mode (PostgreSQL documentation, "Making a Base Backup Using
/// the Low Level API"): files may be torn or of different moments, and the WAL from start to stop,
/// with full pages of all that changed, makes them one again.
///
/// Never files without backup mode: such copies of a busy cluster are damaged or can't start.
struct PostgresBackup {
    private let copy: DataCopy
    private let server: PostmasterFile
    private let user: String
    private let sockets: String

    init(_ copy: DataCopy) throws {
        self.copy = copy
        server = try PostmasterFile(in: copy.folder)
        user = copy.record?.content["user"] ?? copy.instance.value("user")?.string ?? "app"
        guard let sockets = server.sockets else {
            throw Failure(
                "requirement.not_running", "the server has no unix socket", at: copy.source.folder)
        }
        self.sockets = sockets
        try Self.checkTablespaces(copy)
    }

    /// A tablespace is a folder elsewhere, that two clusters can't share.
    static func checkTablespaces(_ copy: DataCopy) throws {
        let folder = Path.join(copy.source.folder, "pg_tblspc")
        let names = try FileSystem.list(folder)
        guard let first = names.first else { return }
        throw Failure(
            "data.tablespaces", "the cluster has tablespaces outside its data folder", at: folder,
            because: ["there \(names.count == 1 ? "is" : "are") \(names.count), such as \(first)"],
            hint: "use envctl data export and envctl data import")
    }

    // MARK: - by files

    func copyFiles() throws {
        let client = try connect()
        let isNew = try number(client, "SELECT current_setting('server_version_num')") >= 150_000
        // WAL is kept until the session ends, however many checkpoints come meanwhile.
        let slot = "envctl_\(Random.hex(bytes: 6))"
        try client.query(
            "SELECT pg_create_physical_replication_slot('\(slot)', true, true);")
        try client.query(
            isNew
                ? "SELECT pg_backup_start('envctl', true)"
                : "SELECT pg_start_backup('envctl', true, false)")
        try copyAllButControl()
        let last = try client.query(
            "SELECT labelfile, pg_walfile_name(lsn) FROM "
                + (isNew ? "pg_backup_stop(false)" : "pg_stop_backup(false, false)"))
        guard let row = last.first, row.count == 2, let label = row[0], let end = row[1],
            let start = Self.firstWAL(label)
        else {
            throw Failure(
                "data.copy_failed", "the server's answer to the end of the backup is malformed",
                at: copy.source.folder)
        }
        try copyWAL(client, from: start, to: end)
        try copy.work.write(label, to: Path.join(copy.target.path, "backup_label"))
    }

    /// What a server makes anew at its start, and what only this one needs.
    private static let hollow = [
        "pg_wal", "pg_replslot", "pg_dynshmem", "pg_notify", "pg_serial", "pg_snapshots",
        "pg_stat_tmp", "pg_subtrans",
    ]

    /// The control file last: it must not be older than what it tells of.
    private func copyAllButControl() throws {
        let control = "global/pg_control"
        try copy.work.copy(
            TreeCopy(
                from: copy.source.folder, to: copy.target.path,
                skipping: [
                    "postmaster.pid", "postmaster.opts", "backup_label", "tablespace_map",
                    "backup_label.old", "tablespace_map.old", control,
                ], hollow: Self.hollow, skippedPrefixes: ["pgsql_tmp", "pg_internal.init"]))
        try copy.work.copy(
            TreeCopy(
                from: Path.join(copy.source.folder, "global"),
                to: Path.join(copy.target.path, "global"), only: ["pg_control"]))
    }

    private func copyWAL(_ client: PostgresClient, from start: String, to end: String) throws {
        let names = try client.query(
            "SELECT name FROM pg_ls_waldir() WHERE length(name) = 24 "
                + "AND name BETWEEN '\(start)' AND '\(end)' ORDER BY name"
        ).compactMap { $0.first ?? nil }
        guard names.first == start, names.last == end else {
            throw Failure(
                "data.copy_failed", "the server has removed WAL that the copy needs",
                at: copy.source.folder, because: ["from \(start) to \(end)"])
        }
        let wal = Path.join(copy.target.path, "pg_wal")
        try copy.work.copy(
            TreeCopy(from: Path.join(copy.source.folder, "pg_wal"), to: wal, only: names))
    }

    /// `000000010000000000000002` of the label's first line.
    static func firstWAL(_ label: String) -> String? {
        guard
            let line = label.split(separator: "\n").first(where: {
                $0.hasPrefix("START WAL LOCATION: ")
            }), let open = line.firstIndex(of: "("), let close = line.lastIndex(of: ")")
        else {
            return nil
        }
        let name = line[open..<close].split(separator: " ").last.map { String($0) }
        return name?.utf8.count == 24 ? name : nil
    }

    private func number(_ client: PostgresClient, _ sql: String) throws -> Int {
        try client.query(sql).first?.first?.flatMap { Int($0) } ?? 0
    }

    /// Local connections are trusted inside the socket folder. A checkpoint may take minutes.
    private func connect() throws -> PostgresClient {
        let owner = copy.instance.account?.userID ?? copy.instance.host.userID
        let socket = Path.join(sockets, ".s.PGSQL.\(server.port)")
        let connect = { (database: String) in
            try PostgresClient(
                try Connection.unix(socket, owner: owner, milliseconds: 900_000), user: user,
                database: database, password: nil)
        }
        do { return try connect("postgres") } catch let error as PostgresError {
            guard error.state == PostgresError.unknownDatabase else { throw error }
            return try connect("template1")
        }
    }

    // MARK: - by the server's own program

    /// Where WAL lies elsewhere: the copy has it in itself.
    func throughBaseBackup() throws {
        guard let program = copy.instance.resolution.program else { return }
        try copy.work.run(
            "copy the cluster", Path.join(Path.parent(program), "pg_basebackup"),
            [
                "-D", copy.target.path, "-h", sockets, "-p", "\(server.port)", "-U", user,
                "-X", "stream", "--checkpoint=fast", "--no-sync", "--no-manifest", "-w",
            ])
    }
}
