import Platform
import Vocabulary

/// One copy of data in a volume that is under way.
struct VolumeCopy {
    let source: DataSource
    /// Of the component that gets the copy; the source is configured like it.
    let work: VolumeWork
    /// What is known of the source.
    let record: DataRecord
    /// The source's current one.
    let volume: DockerVolume
    /// Of the source, where it runs.
    let sourceContainer: String

    var instance: RequirementInstance { work.container.instance }

    /// - Throws: `data.nothing` where the source has none, `data.other_backend` where it is not in a
    ///   volume.
    init(_ source: DataSource, _ work: VolumeWork) throws {
        self.source = source
        self.work = work
        let own = work.container
        sourceContainer = DockerContainer.name(
            own.instance.scope, source.project, source.component)
        let path = DockerData.record(of: source.folder)
        guard let record = try DataRecord(readingFrom: path),
            let name = record.volume(first: sourceContainer)
        else {
            if FileSystem.exists(source.folder) { throw DockerData.otherBackend(source, .native) }
            throw Self.nothing(source)
        }
        self.record = record
        volume = DockerVolume(
            engine: own.engine, name: name,
            labels: DockerContainer.labels(own.instance.scope, source.project, source.component))
    }

    /// Copies the source's data as it is now into a volume.
    ///
    /// - Returns: whether it ran.
    func make(_ keeper: any VolumeKeeper, into target: DockerVolume) throws -> Bool {
        guard try volume.exists() else { throw Self.nothing(source) }
        try volume.checkOwner()
        let mounts = [VolumeWork.Mount.source(volume), .target(target)]
        if let locks = try takeStopped() {
            try withExtendedLifetime(locks) {
                _ = try work.run("copy the data", Self.stopped, mounts)
            }
            return false
        }
        try work.run("copy the data", try keeper.copyOfRunning(self), mounts)
        return true
    }

    /// Nothing lives on it, so each file is as it was left.
    private static let stopped = VolumeWork.Script(text: "cp -a /source/. /target/")

    /// Whether its own container runs, by the engine's word.
    ///
    /// - Throws: `data.in_use` where another has it mounted.
    func isRunning() throws -> Bool {
        let users = try volume.users()
        if let other = users.first(where: { $0 != sourceContainer }) {
            throw Failure(
                "data.in_use", "the container '\(other)' has the data of '\(source.component)'",
                at: volume.name, because: ["it is not envctl's"],
                hint: "docker stop \(other), then try again")
        }
        return !users.isEmpty
    }

    /// The locks of a source that does not run, so that nobody starts it meanwhile; nil where it
    /// runs.
    private func takeStopped() throws -> (FileLock, Descriptor)? {
        if try isRunning() { return nil }
        let lock = try FileLock.acquire(
            source.projectLock, note: "copy data", milliseconds: 60_000,
            cancellation: work.cancellation)
        guard try !isRunning(), let held = try DataLock.attempt(source.dataLock) else {
            return nil
        }
        return (lock, held)
    }

    private static func nothing(_ source: DataSource) -> Failure {
        Failure(
            "data.nothing", "'\(source.component)' of '\(source.project)' has no data",
            at: DockerData.record(of: source.folder),
            hint: "envctl start --project \(source.project)")
    }
}
