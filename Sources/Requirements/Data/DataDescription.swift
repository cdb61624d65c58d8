import Platform
package import Vocabulary

/// What there is of a component's data, for lists.
package struct DataDescription: Sendable {
    package var component: ComponentID
    /// Absolute path of its folder; the names of its volumes where it is in such.
    package var path: String
    /// Of a Docker engine.
    package var volumes: [OwnedVolumes.Volume] = []
    /// Why nobody could be asked what is there.
    package var problem: Failure?
    /// `<run>/<component>` of when it was made here; nil where nothing is known of it.
    package var identity: String?
    /// `snapshot x`, `project main`, `file y`; nil where it was made anew.
    package var origin: String?
    /// Something lives on it.
    package var isInUse: Bool

    /// In a folder of this machine.
    package var isOnDisk: Bool { volumes.isEmpty && problem == nil }

    /// Nil where there is no data.
    package init?(_ component: ComponentID, at path: String, lock: String) throws {
        guard try FileSystem.entry(path)?.isDirectory == true else { return nil }
        let record = try DataRecord(readingFrom: path + ".json")
        self.component = component
        self.path = path
        identity = record?.identity
        origin = record?.origin
        isInUse = try DataLock.isHeld(lock)
    }

    /// Data in volumes; nil where the engine has none.
    ///
    /// - Parameter problem: why the engine could not be asked.
    package init?(
        _ component: ComponentID, recordedBeside folder: String, _ volumes: [OwnedVolumes.Volume],
        problem: Failure?
    ) {
        let isRecorded = DockerData.isRecorded(folder)
        if volumes.isEmpty, problem == nil || !isRecorded { return nil }
        // Damaged: nothing is known of where it came from.
        let record = try? DataRecord(readingFrom: DockerData.record(of: folder))
        self.component = component
        path = volumes.map(\.name).joined(separator: ", ")
        self.volumes = volumes
        self.problem = problem
        identity = record?.identity
        origin = record?.origin
        isInUse = volumes.contains { $0.isInUse }
    }
}
