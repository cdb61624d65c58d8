import Configuration
import Platform
import Vocabulary

extension RedisAdapter: DataKeeper {
    /// A server reads what its own way of keeping has written, and nothing else.
    func content(of instance: RequirementInstance) -> [String: String] {
        let way = instance.value("persistence")?.string ?? "aof"
        return way == "none" ? [:] : ["persistence": way]
    }

    /// The server writes a dump of one moment (`BGSAVE`) and renames it into place whole; nothing
    /// else of its folder is copied.
    func copyRunning(_ copy: DataCopy) throws {
        let dump = try RedisDump(copy.source).save()
        try copy.work.copy(
            TreeCopy(from: copy.source.folder, to: copy.target.path, only: [dump]))
        guard dump != Self.dump else { return }
        try rename(Path.join(copy.target.path, dump), copy.target.path, copy.work)
    }

    func copyStopped(_ copy: DataCopy) throws {
        try copy.work.copy(
            TreeCopy(
                from: copy.source.folder, to: copy.target.path, skippedPrefixes: ["temp-"]))
    }

    /// What a server writes to where nobody configured a name.
    static let dump = "dump.rdb"

    /// Each version reads what older ones wrote; the server itself tells where it can't.
    func format(of folder: GivenFolder) throws -> String? { nil }

    /// A server that appends starts from its append-only file alone; a dump is one, as its preamble
    /// (since redis 4).
    func fit(_ copy: GivenFolder, to instance: RequirementInstance, _ work: AccountWork) throws {
        let appends = instance.value("persistence")?.string ?? "aof" == "aof"
        let names = Set(try FileSystem.list(copy.path))
        guard appends, names.contains(Self.dump), !names.contains("appendonlydir"),
            !names.contains("appendonly.aof")
        else { return }
        try work.run(
            "copy the dump", try work.find("cp"),
            [
                "--reflink=auto", "--", Path.join(copy.path, Self.dump),
                Path.join(copy.path, "appendonly.aof"),
            ])
    }

    var importsIntoRunning: Bool { false }

    var flushesWithStart: Bool { false }

    func export(_ source: DataSource, _ configured: RequirementInstance, to file: String) throws {
        // As it was made: what a changed configuration would read is not what is there.
        let instance = try configured.asMade()
        var dump = Self.dump
        if try DataLock.isHeld(source.dataLock) {
            dump = try RedisDump(source).save()
        } else if instance.value("persistence")?.string ?? "aof" == "aof" {
            throw Failure(
                "data.not_running", "'\(instance.component)' does not run", at: source.folder,
                because: ["the server itself writes the dump"],
                hint: "envctl start \(instance.component)")
        }
        let folder = GivenFolder(path: source.folder, account: instance.account)
        try folder.copyOut(dump, to: file)
    }

    func load(_ file: String, _ instance: RequirementInstance, into new: GivenFolder?) throws {
        guard let new else { return }
        try Self.checkDump(file)
        try new.copyIn(file, as: Self.dump)
    }

    /// - Throws: `data.wrong_file`.
    static func checkDump(_ file: String) throws {
        if try FileSystem.read(file, limit: 5) == Array("REDIS".utf8) { return }
        throw Failure(
            "data.wrong_file", "the file is no RDB dump", at: file,
            because: ["it does not begin with REDIS"])
    }

    private func rename(_ file: String, _ folder: String, _ work: AccountWork) throws {
        try work.run(
            "rename the dump", try work.find("mv"), ["--", file, Path.join(folder, Self.dump)])
    }
}
