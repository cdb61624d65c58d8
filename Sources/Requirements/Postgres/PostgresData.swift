import Configuration
import Glibc
import Platform
import Vocabulary

/// A project's data folder: cloned from the template, or what is there.
struct PostgresData {
    let instance: RequirementInstance
    let program: String
    let template: PostgresTemplate

    /// Makes the folder where there is none, and what a launch needs besides.
    ///
    /// - Returns: whether it was cloned now.
    /// - Throws: `requirement.data_in_use`, `requirement.data_version`, `data.unflushed`.
    func prepare(_ work: AccountWork, tell: (String) -> Void) throws -> Bool {
        try prepareSockets()
        try GivenFolder.makeWay(to: instance.paths.data, account: instance.account)
        let isServed = try instance.isServed()
        if !isServed { try GivenFolder.removeLeftovers(of: instance.paths.data, work) }
        if !isServed, try instance.removeUnfinished(work) {
            tell("the machine stopped before its first start was over; it begins anew")
        }
        if FileSystem.exists(instance.paths.data) {
            try instance.checkOwner()
            try Self.checkVersion(instance)
            try instance.checkOwnFlushed()
            try instance.checkOwnContent(PostgresAdapter.schema)
            if !isServed { try removeStaleLocks(work) }
            return false
        }
        try clone(work)
        return true
    }

    /// The runtime folder may vanish at any time, so each start makes sure of it.
    private func prepareSockets() throws {
        let socket = Path.join(instance.paths.sockets, ".s.PGSQL.\(try instance.mainPort())")
        guard socket.utf8.count < 104 else {
            throw Failure(
                "requirement.socket_path", "the path of its socket is too long", at: socket,
                because: ["the kernel takes 107 bytes, and this and its lock have more"],
                hint: "set ENVCTL_RUNTIME_DIR to a shorter folder")
        }
        try GivenFolder.makeWay(to: instance.paths.sockets, account: instance.account)
        try instance.socketsFolder.make()
    }

    /// The record comes before the rename: data without a record would be taken for the user's own.
    private func clone(_ work: AccountWork) throws {
        let new = GivenFolder(
            path: "\(instance.paths.data).new-\(instance.run)", account: instance.account)
        let record: DataRecord
        do {
            record = try takeSpare(as: new) ?? make(new, work)
        } catch {
            // A full disk must not stay full of a half; where this fails too, the next start does it.
            try? new.remove(work)
            throw error
        }
        try record.save(to: instance.paths.record)
        try checked("rename", instance.paths.data) { rename(new.path, instance.paths.data) }
    }

    /// On the disk already; nil where it is to begin with other data, or there is no spare.
    private func takeSpare(as new: GivenFolder) -> DataRecord? {
        guard instance.cloneSource == nil,
            Spare(instance, of: template.path)?.take(as: new.path) == true
        else { return nil }
        var record = newRecord
        record.becameDurable()
        return record
    }

    /// With the data of another project where it is to begin with that, else the template's.
    private func make(_ new: GivenFolder, _ work: AccountWork) throws -> DataRecord {
        try new.make()
        if instance.cloneSource != nil {
            return try instance.clone(PostgresAdapter(), to: new, work)
        }
        try work.run(
            "clone the template", try work.find("cp"),
            ["-a", "--reflink=auto", "--", template.path + "/.", new.path])
        return newRecord
    }

    private var newRecord: DataRecord {
        var record = DataRecord(identity: instance.newIdentity, isFresh: true)
        record.unflushedIn = instance.kernel.bootID
        record.content = [
            "user": instance.value("user")?.string ?? "app",
            "database": instance.value("database")?.string ?? "app",
        ]
        record.extensions = instance.value("extensions")?.strings ?? []
        record.locale = PostgresLocale.wanted(instance.configuration)
        return record
    }

    /// A postmaster that was killed leaves files that name its pid, and the next one believes them
    /// where that pid exists: as a zombie, or given to another program after a reboot.
    private func removeStaleLocks(_ work: AccountWork) throws {
        try removeStaleLock("postmaster.pid", in: instance.dataFolder, work)
        let port = try instance.mainPort()
        try removeStaleLock(".s.PGSQL.\(port).lock", in: instance.socketsFolder, work)
    }

    /// Nothing of ours lives on the data here; a process that stands in it was started by someone
    /// else, and its files stay.
    private func removeStaleLock(
        _ name: String, in folder: GivenFolder, _ work: AccountWork
    ) throws {
        guard let line = try folder.read(name)?.split(separator: "\n").first,
            let pid = Int32(line), let holder = ProcessEntry.read(pid)
        else { return }
        if !holder.isZombie {
            // Who can't be looked at may be a server.
            guard let place = try? FileSystem.readLink("/proc/\(pid)/cwd"),
                place != instance.paths.data
            else { return }
        }
        try work.run(
            "remove a stale lock file", try work.find("rm"),
            ["-f", "--", Path.join(folder.path, name)])
    }

    /// - Throws: `requirement.data_version`.
    static func checkVersion(_ instance: RequirementInstance) throws {
        let running = instance.resolution.version ?? ""
        let major = running.split(separator: ".").first.flatMap { Int($0) }
        guard let made = try Self.major(instance.dataFolder), made != major else { return }
        throw Failure(
            "requirement.data_version",
            "the data was made by postgres \(made), and \(running) can't read it",
            at: instance.paths.data,
            because: ["a data folder belongs to one major version"],
            hint: "install postgres \(made) and set 'version: \(made)'; or dump it there, move "
                + "the folder away and start anew")
    }

    /// Of `PG_VERSION`; nil where that is not there or not readable as a number.
    static func major(_ folder: GivenFolder) throws -> Int? {
        try folder.read("PG_VERSION").flatMap { text in Int(text.prefix { $0.isNumber }) }
    }
}
