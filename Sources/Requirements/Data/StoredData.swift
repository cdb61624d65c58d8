package import Platform
package import Vocabulary

/// The data of one requirement of one project: copies it, keeps copies of it, puts others in its
/// place. Whoever changes it holds the project's lock.
package protocol StoredData: Sendable {
    /// Keeps a copy of the data, which may be in use, under a name.
    ///
    /// - Parameter now: the time that it is recorded with.
    /// - Throws: `data.snapshot_name`, `data.snapshot_exists`, `data.nothing`.
    func snapshot(_ name: String, of source: DataSource, now: Timestamp) throws -> Snapshot

    /// Proves a snapshot whole, and that it can take the place of the data; changes nothing.
    ///
    /// - Throws: `data.snapshot_damaged`, `data.other_content`, `data.in_use`, …
    func check(_ snapshot: Snapshot) throws

    /// Puts a snapshot that was checked in the place of the data.
    ///
    /// - Throws: `data.in_use`, …; then the data is as it was.
    func restore(_ snapshot: Snapshot) throws

    /// Puts a copy of another project's data in the place of this one's.
    ///
    /// - Returns: whether the source ran.
    func clone(_ source: DataSource) throws -> Bool

    /// Removes the data; the next start makes it anew.
    ///
    /// - Returns: false where there was none.
    func reset() throws -> Bool

    /// Writes the data to a file, which is replaced once the new one is whole.
    ///
    /// - Parameter file: absolute path.
    func export(_ source: DataSource, to file: String) throws

    /// Puts what a file holds in the place of the data.
    ///
    /// - Parameter file: absolute path.
    func load(_ file: String) throws
}

extension RequirementInstance {
    /// Its data, wherever its backend keeps it.
    ///
    /// - Throws: `data.unsupported_backend` where that is nowhere that envctl reaches.
    package func storedData(
        _ adapter: any RequirementAdapter, snapshots: SnapshotStore, cancellation: Cancellation?
    ) throws -> any StoredData {
        switch resolution.backend {
        case .native:
            if let keeper = adapter as? any DataKeeper {
                return ComponentData(self, keeper, snapshots, cancellation)
            }
        case .docker:
            if let keeper = adapter as? any VolumeKeeper {
                return try VolumeData(self, keeper, snapshots, cancellation)
            }
        case .external: break
        }
        throw unsupported
    }

    private var unsupported: Failure {
        let why =
            resolution.backend == .external
            ? "it is a server that envctl does not run"
            : "envctl can copy the data of postgres and redis"
        return Failure(
            "data.unsupported_backend",
            "the data of '\(component)' is not within reach: backend \(resolution.backend.rawValue)",
            because: [why],
            hint: "use the server's own tools; 'envctl env' prints how to reach it",
            details: ["backend": .string(resolution.backend.rawValue)])
    }
}
