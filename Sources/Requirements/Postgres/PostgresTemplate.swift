import Configuration
import Digests
import Glibc
import Platform
import Vocabulary

/// The cluster that all clusters of one kind are cloned from: made once for each key, under a lock,
/// with role and database inside.
struct PostgresTemplate {
    private let instance: RequirementInstance
    private let program: String
    private let access: PostgresAccess
    /// `<cache>/templates/postgres`.
    private let folder: String
    private let key: String

    init(_ instance: RequirementInstance, program: String, _ access: PostgresAccess) throws {
        self.instance = instance
        self.program = program
        self.access = access
        folder = Path.join(instance.paths.templates, "postgres")
        key = try Self.key(instance, program: program, access)
    }

    var path: String { Path.join(folder, key) }
    var exists: Bool { FileSystem.exists(path) }
    var given: GivenFolder { GivenFolder(path: path, account: instance.account) }

    private var locale: String { PostgresLocale.wanted(instance.configuration) }
    private var extensions: [String] { instance.value("extensions")?.strings ?? [] }

    /// Everything that a cluster's files depend on. Collations change with the C library.
    private static func key(
        _ instance: RequirementInstance, program: String, _ access: PostgresAccess
    ) throws -> String {
        let locale = PostgresLocale.wanted(instance.configuration)
        let parts = [
            "template/1", try FingerprintParts.stamp(program), instance.resolution.version ?? "",
            "UTF8", locale, locale == "C" ? "" : libraryVersion(), "no checksums", "wal 1",
            instance.account.map { "\($0.userID)" } ?? "\(instance.host.userID)", access.user,
            access.database, (instance.value("extensions")?.strings ?? []).joined(separator: ","),
        ]
        return String(SHA256.hex(of: parts.joined(separator: "\n")).prefix(24))
    }

    private static func libraryVersion() -> String {
        var text = [UInt8](repeating: 0, count: 64)
        let length = text.withUnsafeMutableBytes {
            confstr(
                Int32(_CS_GNU_LIBC_VERSION), $0.baseAddress?.assumingMemoryBound(to: CChar.self), 64
            )
        }
        return String(decoding: text.prefix(max(0, length - 1)), as: UTF8.self)
    }

    /// Makes it where it is not there; one of several at once makes it, the others wait.
    ///
    /// - Returns: whether this call made it.
    func make(_ work: AccountWork, waiting: (String) -> Void) throws -> Bool {
        if exists { return false }
        try GivenFolder.makeWay(to: path, account: instance.account)
        let lock = try FileLock.acquire(
            path + ".lock", note: "template", milliseconds: 180_000,
            cancellation: work.cancellation, waiting: waiting)
        defer { withExtendedLifetime(lock) {} }
        if exists { return false }
        try GivenFolder.removeLeftovers(of: path, work)
        let new = GivenFolder(path: "\(path).new-\(instance.run)", account: instance.account)
        try new.make()
        try initialise(new.path, work)
        try createDatabase(new.path, work)
        try work.run("sync the template", tool("initdb"), ["--sync-only", "-D", new.path])
        try checked("rename", path) { rename(new.path, path) }
        try FileSystem.sync(folder: folder)
        return true
    }

    private func tool(_ name: String) -> String { Path.join(Path.parent(program), name) }

    /// Segments of 1 MiB keep a clone small; all is synced at the end, so not here.
    private func initialise(_ path: String, _ work: AccountWork) throws {
        try work.run(
            "make a database cluster", tool("initdb"),
            [
                "-D", path, "-U", access.user, "-E", "UTF8", "--locale=\(locale)",
                "--lc-collate=\(PostgresLocale.collation(locale))", "--lc-messages=C",
                "--auth-local=trust", "--auth-host=scram-sha-256", "--wal-segsize=1", "--no-sync",
            ])
    }

    /// In single-user mode: no port, no socket, no second process. Extensions go into `template1`,
    /// so that a database that is made again has them too.
    private func createDatabase(_ path: String, _ work: AccountWork) throws {
        var statements = extensions.map {
            "CREATE EXTENSION IF NOT EXISTS \(Self.quoted($0)) CASCADE"
        }
        if access.database != "postgres", access.database != "template1" {
            statements.append("CREATE DATABASE \(Self.quoted(access.database))")
        }
        let output = try work.run(
            "create the database '\(access.database)'", program,
            [
                "--single", "-D", path, "-c", "fsync=off", "-c", "min_wal_size=2MB",
                "-c", "exit_on_error=on", "template1",
            ],
            input: statements.map { $0.split(separator: "\n").joined(separator: " ") + "\n" }
                .joined())
        // The single-user server goes on after an error, and exits 0.
        guard let error = output.split(separator: "\n").first(where: PostgresAdapter.isError) else {
            return
        }
        throw Failure(
            "requirement.work_failed", "could not create the database '\(access.database)'",
            at: "requirement '\(instance.component)'", because: [String(error)])
    }

    /// An identifier in SQL.
    static func quoted(_ name: String) -> String {
        "\""
            + name.split(separator: "\"", omittingEmptySubsequences: false).joined(
                separator: "\"\"")
            + "\""
    }
}
