import Glibc
import Platform
import Vocabulary

/// Puts a new data folder in the place of the old one, which is there until then.
struct DataSwap {
    let instance: RequirementInstance
    let work: AccountWork
    let seam: DataSeam

    private var data: String { instance.paths.data }

    /// A folder for what is to be put there; what killed commands left of such is removed first.
    func makeNew() throws -> GivenFolder {
        try instance.checkReach()
        try GivenFolder.makeWay(to: data, account: instance.account)
        try GivenFolder.removeLeftovers(of: data, work)
        let new = GivenFolder(path: "\(data).new-\(instance.run)", account: instance.account)
        try new.make()
        return new
    }

    /// The folders change places under the data's lock; the record follows by itself, since it says
    /// which folder it is of.
    ///
    /// - Throws: `data.in_use` where something lives on the old data.
    func put(_ new: GivenFolder, _ record: DataRecord) throws {
        try withExtendedLifetime(try hold()) {
            seam.reach("synced")
            guard FileSystem.exists(data) else {
                try record.save(to: instance.paths.record, synced: true)
                seam.reach("recorded")
                try FileSystem.move(new.path, to: data)
                return try FileSystem.sync(folder: Path.parent(data))
            }
            let inode = try FileSystem.status(new.path, followLinks: false).inode
            let old = try instance.existingRecord()
            try old.before(record, inode: inode).save(to: instance.paths.record, synced: true)
            seam.reach("recorded")
            try exchange(new.path)
            try FileSystem.sync(folder: Path.parent(data))
            seam.reach("exchanged")
            try record.save(to: instance.paths.record, synced: true)
            try new.remove(work)
        }
    }

    /// The data's own lock: its processes hold it for as long as one of them lives.
    ///
    /// - Throws: `data.in_use`, `requirement.data_in_use`.
    func hold() throws -> Descriptor {
        if let held = try DataLock.attempt(instance.paths.dataLock) {
            try Stranger.check(data)
            return held
        }
        throw Failure(
            "data.in_use", "'\(instance.component)' runs, or something still lives on its data",
            at: data, because: ["it holds \(instance.paths.dataLock)"],
            hint: "envctl stop \(instance.component), then try again")
    }

    private func exchange(_ new: String) throws {
        do { try FileSystem.exchange(new, data) } catch {
            guard error.errno == EINVAL || error.errno == ENOSYS else { throw error }
            throw Failure(
                "data.no_exchange", "this file system can't exchange two folders at once",
                at: data, because: ["the old data would be gone before the new was there"],
                hint: "set ENVCTL_STATE_DIR to a folder on another file system")
        }
    }
}

/// Where tests end a command as a kill would: `ENVCTL_TEST_DATA_KILL` names the step.
struct DataSeam: Sendable {
    let name: String?

    init(_ host: Host) { name = host.environment["ENVCTL_TEST_DATA_KILL"] }

    func reach(_ step: String) {
        if step == name { kill(getpid(), SIGKILL) }
    }
}
