import Configuration
import Platform
package import Vocabulary

extension ComponentData {
    /// Keeps a copy of the data, which may be in use, under a name.
    ///
    /// - Parameter now: the time that it is recorded with.
    /// - Throws: `data.snapshot_name`, `data.snapshot_exists`, `data.nothing`.
    package func snapshot(_ name: String, of source: DataSource, now: Timestamp) throws -> Snapshot
    {
        try SnapshotName.check(name)
        try instance.checkReach()
        try GivenFolder.makeWay(to: store.data(name), account: instance.account)
        return try withExtendedLifetime(try store.lock(work.cancellation)) {
            try checkNew(name)
            for other in try leftovers() { try other.remove(work) }
            let new = GivenFolder(
                path: "\(store.data(name)).new-\(instance.run)", account: instance.account)
            try new.make()
            do {
                return try fill(new, named: name, of: source, now)
            } catch {
                // What is left of it the next snapshot removes.
                try? new.remove(work)
                throw error
            }
        }
    }

    private func checkNew(_ name: String) throws {
        guard store.has(name) else { return }
        throw Failure(
            "data.snapshot_exists", "'\(instance.component)' has a snapshot '\(name)' already",
            at: store.data(name), hint: "choose another name")
    }

    /// Folders without a manifest: of commands that were killed.
    private func leftovers() throws -> [GivenFolder] {
        let known = Set(store.names)
        return try FileSystem.list(store.folder)
            .filter { !$0.hasSuffix(".json") && !$0.hasPrefix(".") && !known.contains($0) }
            .map { GivenFolder(path: store.data($0), account: instance.account) }
    }

    private func fill(
        _ new: GivenFolder, named name: String, of source: DataSource, _ now: Timestamp
    ) throws -> Snapshot {
        let record = try DataRecord(readingFrom: source.record)
        let copy = DataCopy(
            source: source, target: new, instance: instance, work: work, record: record)
        let ran = try copy.make(keeper)
        seam.reach("copied")
        try work.sync(new.path)
        let snapshot = Snapshot(
            name: name, component: instance.component, kind: instance.configuration.kind,
            version: instance.resolution.version, format: try keeper.format(of: new), created: now,
            wasRunning: ran, folder: store.data(name), content: record?.content ?? [:],
            files: try work.digests(below: new.path))
        seam.reach("synced")
        try FileSystem.move(new.path, to: snapshot.folder)
        try FileSystem.sync(folder: store.folder)
        seam.reach("exchanged")
        try snapshot.save(to: store.manifest(name))
        return snapshot
    }
}
