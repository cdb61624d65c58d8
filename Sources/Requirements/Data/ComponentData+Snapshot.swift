import Configuration
import Platform
import Vocabulary

extension ComponentData {
    func snapshot(_ name: String, of source: DataSource, now: Timestamp) throws -> Snapshot {
        try SnapshotName.check(name)
        try instance.checkReach()
        try GivenFolder.makeWay(to: store.data(name), account: instance.account)
        return try store.addNew(name, for: instance, work) { new in
            try fill(new, named: name, of: source, now)
        }
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
            wasRunning: ran, folder: store.data(name), backend: .native,
            content: record?.content ?? [:], locale: record?.locale,
            files: try work.digests(below: new.path))
        seam.reach("synced")
        try FileSystem.move(new.path, to: snapshot.folder)
        try FileSystem.sync(folder: store.folder)
        seam.reach("exchanged")
        try snapshot.save(to: store.manifest(name))
        return snapshot
    }
}
