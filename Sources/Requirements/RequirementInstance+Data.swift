import Platform
import Supervision
import Vocabulary

extension RequirementInstance {
    /// Which data this is, or will be after this start: an input of every step that works on it.
    ///
    /// Known before a clone is made, since a new data folder is named after its run.
    package func dataIdentity() throws -> String {
        if let url = resolution.url { return "external:" + PublicAddress.of(url) }
        let record = try DataRecord(readingFrom: paths.record)
        // A volume is the engine's: the step that makes it makes its record.
        if resolution.backend == .docker { return record?.identity ?? newIdentity }
        guard FileSystem.exists(paths.data), record?.isBegunAnew(in: kernel) != true else {
            return newIdentity
        }
        return record?.identity ?? "found:" + paths.data
    }

    var newIdentity: String { "\(run)/\(component)" }

    /// The record of the data that is there; a new one, not fresh, where it has none.
    func existingRecord() throws -> DataRecord {
        try DataRecord(readingFrom: paths.record)
            ?? DataRecord(identity: "found:" + paths.data, isFresh: false)
    }

    /// Checks, before anything is written, that its account can reach its folders.
    ///
    /// - Throws: `requirement.account_blocked`, which names the folder and what to type.
    package func checkReach() throws {
        let folders = [paths.data, paths.sockets, Path.join(paths.templates, component.rawValue)]
        try AccountChoice.check(account, reaches: resolution.backend == .native ? folders : [])
    }

    /// Whether the process that this start will replace lives on the data: it is not ours to work on
    /// before that has ended.
    ///
    /// - Throws: `requirement.data_in_use` where any other process holds the data's lock, or serves
    ///   the data without it.
    func isServed() throws -> Bool {
        guard try DataLock.isHeld(paths.dataLock) else {
            try Stranger.check(paths.data)
            return false
        }
        if isRunning { return true }
        throw Failure(
            "requirement.data_in_use", "a process still lives on this data", at: paths.data,
            because: ["it holds \(paths.dataLock)"], hint: "envctl stop, then try again")
    }

    /// - Throws: `requirement.data_owner` where the data that is there is another account's.
    func checkOwner() throws {
        let owner = try FileSystem.status(paths.data, followLinks: false).userID
        let wanted = account?.userID ?? host.userID
        guard owner != wanted else { return }
        let name = account?.name ?? "uid \(wanted)"
        let before = Account.of(userID: owner)?.name ?? "uid \(owner)"
        throw Failure(
            "requirement.data_owner", "the data belongs to another account", at: paths.data,
            because: ["it is \(before)'s, and the server would run as \(name)"],
            hint: (owner == 0 ? "" : "set 'account: \(before)', or ")
                + "chown -R \(name) '\(paths.data)'")
    }

    /// Removes its data, which nothing lives on.
    func removeData(_ work: AccountWork) throws {
        // It loses its name at once: no half of a database is ever taken for a whole.
        let gone = GivenFolder(path: "\(paths.data).new-\(run)", account: account)
        try FileSystem.move(paths.data, to: gone.path)
        try FileSystem.removeFile(paths.record)
        try FileSystem.removeFile(FlushHelper.mark(beside: paths.record))
        try gone.remove(work)
    }

    var dataFolder: GivenFolder { GivenFolder(path: paths.data, account: account) }
    var socketsFolder: GivenFolder { GivenFolder(path: paths.sockets, account: account) }

    func secret(_ name: String) throws -> String {
        if let value = secrets.value(name, of: component) { return value }
        throw Failure("requirement.no_secret", "its \(name) was not generated", at: "\(component)")
    }
}
