import Configuration
import Platform
import Vocabulary

/// One copy of data that is under way.
struct DataCopy {
    let source: DataSource
    /// Made, empty, and the account's.
    let target: GivenFolder
    /// Of the component that gets the copy; the source is configured like it.
    let instance: RequirementInstance
    let work: AccountWork
    /// What is known of the source.
    let record: DataRecord?

    var folder: GivenFolder { GivenFolder(path: source.folder, account: instance.account) }
}

extension DataCopy {
    /// Copies the source's data as it is now: under backup mode or its like where it runs, file by
    /// file where it does not.
    ///
    /// - Returns: whether it ran.
    /// - Throws: `data.nothing` where the source has none, `data.account` where it is another's.
    func make(_ keeper: any DataKeeper) throws -> Bool {
        guard try FileSystem.entry(source.folder)?.isDirectory == true else {
            if DockerData.isRecorded(source.folder) {
                throw DockerData.otherBackend(source, .docker)
            }
            throw Failure(
                "data.nothing", "'\(source.component)' of '\(source.project)' has no data",
                at: source.folder, hint: "envctl start --project \(source.project)")
        }
        try record?.checkFlushed(in: instance.kernel, of: source)
        try checkOwner()
        try checkFormat(keeper)
        if let locks = try takeStopped() {
            try withExtendedLifetime(locks) { try keeper.copyStopped(self) }
            return false
        }
        try keeper.copyRunning(self)
        return true
    }

    /// The locks of a source that does not run, so that nobody starts it meanwhile; nil where it
    /// runs. The project's lock makes a start wait, the data's lock is what proves.
    private func takeStopped() throws -> (FileLock, Descriptor)? {
        if try DataLock.isHeld(source.dataLock) { return nil }
        let lock = try FileLock.acquire(
            source.projectLock, note: "copy data", milliseconds: 60_000,
            cancellation: work.cancellation)
        guard let held = try DataLock.attempt(source.dataLock) else { return nil }
        try Stranger.check(source.folder)
        return (lock, held)
    }

    private func checkOwner() throws {
        let owner = try FileSystem.status(source.folder, followLinks: false).userID
        let own = instance.account?.userID ?? instance.host.userID
        guard owner != own else { return }
        let name = { (id: UInt32) in Account.of(userID: id)?.name ?? "uid \(id)" }
        throw Failure(
            "data.account", "the data belongs to another account", at: source.folder,
            because: ["it is \(name(owner))'s, and the copy would be \(name(own))'s"],
            hint: "set 'account: \(name(owner))'")
    }

    private func checkFormat(_ keeper: any DataKeeper) throws {
        try instance.checkFormat(try keeper.format(of: folder), at: source.folder)
    }
}

extension RequirementInstance {
    /// - Parameter format: of data, as its adapter tells it: the major version.
    /// - Throws: `requirement.data_version` where this component's program can't read it.
    func checkFormat(_ format: String?, at place: String) throws {
        let version = resolution.version ?? ""
        let major = version.split(separator: ".").first.map { String($0) }
        guard let format, let major, format != major else { return }
        throw wrongFormat(format, of: version, at: place)
    }

    /// - Parameter program: its version, in words.
    func wrongFormat(_ format: String, of program: String, at place: String) -> Failure {
        Failure(
            "requirement.data_version",
            "the data was made by \(configuration.kind) \(format), and \(program) can't read it",
            at: place, because: ["a data folder belongs to one major version"],
            hint: "export it with version \(format) (envctl data export), then import it here")
    }
}
