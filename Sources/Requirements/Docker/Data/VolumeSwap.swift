import Platform
import Vocabulary

/// Puts a new volume in the place of the old one, which is there until then. The engine can't rename
/// volumes, so our record of the data says which one it is, and is replaced at once.
struct VolumeSwap {
    let container: DockerContainer
    let seam: DataSeam

    private var instance: RequirementInstance { container.instance }
    private var place: String { instance.paths.record }

    private func record() throws -> DataRecord? { try DataRecord(readingFrom: place) }

    /// The volume with the data; nil where there is none, or it was removed behind our back.
    func current() throws -> DockerVolume? {
        guard let name = try record()?.volume(first: container.name) else { return nil }
        let volume = container.volume(name)
        guard try volume.exists() else { return nil }
        try volume.checkOwner()
        return volume
    }

    /// A volume for what is to be put there; what killed commands left of such is removed first.
    func makeNew() throws -> DockerVolume {
        try FileSystem.createDirectories(Path.parent(place))
        try removeDoomed()
        var record = try record()
        let hasData = record.map { !$0.isBegun } ?? false
        let name = hasData ? "\(container.name).\(instance.run)" : container.name
        if record == nil {
            record = DataRecord(identity: instance.newIdentity, isFresh: true)
            record?.isBegun = true
        }
        record?.doomed = [name]
        // Known before it is there: a killed command leaves nothing that nobody knows of.
        try record?.save(to: place, synced: true)
        let volume = container.volume(name)
        try volume.make()
        seam.reach("made")
        return volume
    }

    /// From here on the new one is the data.
    func put(_ new: DockerVolume, _ record: DataRecord) throws {
        let old = try self.record()?.volume(first: container.name)
        var record = record
        record.volume = new.name == container.name ? nil : new.name
        record.doomed = old.map { [$0] } ?? []
        try record.save(to: place, synced: true)
        seam.reach("exchanged")
        try removeDoomed()
    }

    /// What is half made or was replaced; nothing else is named in the record.
    func removeDoomed() throws {
        guard var record = try record(), !record.doomed.isEmpty else { return }
        for name in record.doomed { try container.volume(name).remove() }
        if record.isBegun { return try FileSystem.removeFile(place) }
        record.doomed = []
        try record.save(to: place)
    }

    /// The data's own lock, and the engine's word that nothing has it mounted.
    ///
    /// - Throws: `data.in_use`.
    func hold() throws -> Descriptor {
        let held = try DataLock.attempt(instance.paths.dataLock)
        let user = try current()?.users().first
        if let held, user == nil { return held }
        throw Failure(
            "data.in_use", "'\(instance.component)' runs, or something still lives on its data",
            at: container.name,
            because: [
                user.map { "the container '\($0)' has it mounted" }
                    ?? "a process holds \(instance.paths.dataLock)"
            ],
            hint: "envctl stop \(instance.component), then try again")
    }
}
