import Platform
import Vocabulary

extension PostgresAdapter: DataKeeper {
    func copyRunning(_ copy: DataCopy) throws {
        let backup = try PostgresBackup(copy)
        if try FileSystem.entry(Path.join(copy.source.folder, "pg_wal"))?.isLink == true {
            return try backup.throughBaseBackup()
        }
        try backup.copyFiles()
    }

    func copyStopped(_ copy: DataCopy) throws {
        if let pid = try PostmasterFile.living(in: copy.folder) {
            throw Failure(
                "requirement.data_in_use", "a server that is not ours lives on this data",
                at: copy.source.folder, because: ["it is process \(pid)"],
                hint: "end it, then try again")
        }
        try PostgresBackup.checkTablespaces(copy)
        guard try FileSystem.entry(Path.join(copy.source.folder, "pg_wal"))?.isLink != true else {
            throw Failure(
                "data.linked", "its pg_wal lies elsewhere, so it can be copied only while it runs",
                at: copy.source.folder, hint: "start it, then try again")
        }
        try copy.work.copy(
            TreeCopy(
                from: copy.source.folder, to: copy.target.path,
                skipping: ["postmaster.pid", "postmaster.opts"], hollow: ["pg_stat_tmp"],
                skippedPrefixes: ["pgsql_tmp"]))
    }

    /// The major version.
    func format(of folder: GivenFolder) throws -> String? {
        try PostgresData.major(folder).map { String($0) }
    }

    func fit(_ copy: GivenFolder, to instance: RequirementInstance, _ work: AccountWork) throws {}

    var importsIntoRunning: Bool { true }

    var flushesWithStart: Bool { true }

    func export(_ source: DataSource, _ instance: RequirementInstance, to file: String) throws {
        try PostgresDump(instance).export(to: file)
    }

    func load(_ file: String, _ instance: RequirementInstance, into new: GivenFolder?) throws {
        try PostgresDump(instance).load(file)
    }
}
