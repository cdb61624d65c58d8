import Configuration
import Platform
import Vocabulary

/// Data in a folder of this machine, which a native server works on.
struct ComponentData: StoredData {
    let instance: RequirementInstance
    let keeper: any DataKeeper
    let store: SnapshotStore
    let work: AccountWork
    let seam: DataSeam

    init(
        _ instance: RequirementInstance, _ keeper: any DataKeeper, _ snapshots: SnapshotStore,
        _ cancellation: Cancellation?
    ) {
        self.instance = instance
        self.keeper = keeper
        store = snapshots
        seam = DataSeam(instance.host)
        var work = AccountWork(
            account: instance.account, helper: instance.helper,
            path: instance.host.environment["PATH"])
        work.cancellation = cancellation
        self.work = work
    }

    // MARK: - put in its place

    func check(_ snapshot: Snapshot) throws {
        try snapshot.checkOrigin(instance)
        try instance.checkContent(snapshot.content, keeper.definition.schema)
        _ = try swap.hold()
        try snapshot.check(try work.digests(below: snapshot.folder))
        try instance.checkFormat(snapshot.format, at: snapshot.folder)
        seam.reach("checked")
    }

    func restore(_ snapshot: Snapshot) throws {
        try replace(
            origin: "snapshot \(snapshot.name)", content: snapshot.content, locale: snapshot.locale
        ) { new, work in
            try work.copy(TreeCopy(from: snapshot.folder, to: new.path))
        }
    }

    func clone(_ source: DataSource) throws -> Bool {
        let record = try DataRecord(readingFrom: source.record)
        var ran = false
        try replace(
            origin: "project \(source.project)", content: record?.content ?? [:],
            locale: record?.locale
        ) { new, work in
            let copy = DataCopy(
                source: source, target: new, instance: instance, work: work, record: record)
            ran = try copy.make(keeper)
        }
        return ran
    }

    func reset() throws -> Bool {
        let swap = swap
        return try withExtendedLifetime(try swap.hold()) {
            guard try FileSystem.entry(instance.paths.data) != nil else { return false }
            try instance.removeData(work)
            return true
        }
    }

    var swap: DataSwap { DataSwap(instance: instance, work: work, seam: seam) }

    /// New data, made whole before it takes the place of the old, and flushed where there is some.
    /// Where there is none, nothing is lost with it that isn't where it came from.
    func replace(
        origin: String, content: [String: String], locale: String? = nil,
        _ fill: (GivenFolder, AccountWork) throws -> Void
    ) throws {
        try instance.checkContent(content, keeper.definition.schema)
        // Told before the work is done; what counts is the lock at the end.
        _ = try swap.hold()
        let new = try swap.makeNew()
        var work = work
        work.flushesLater = keeper.flushesWithStart && !FileSystem.exists(instance.paths.data)
        let record = instance.record(
            of: origin, content, locale: locale, isDurable: !work.flushesLater)
        do {
            try fill(new, work)
            seam.reach("copied")
            try keeper.fit(new, to: instance, work)
            if !work.flushesLater { try work.sync(new.path) }
            try swap.put(new, record)
            if work.flushesLater { instance.beginFlush(of: record) }
        } catch {
            // What is left of it the next start removes.
            try? new.remove(work)
            throw error
        }
    }
}

extension RequirementInstance {
    /// Of data that came from elsewhere: seeded there, with another password.
    ///
    /// - Parameter locale: what it was made with; nil where that is not known.
    func record(
        of origin: String, _ content: [String: String], locale: String? = nil, isDurable: Bool
    ) -> DataRecord {
        var record = DataRecord(identity: newIdentity, isFresh: false)
        record.isDurable = isDurable
        record.unflushedIn = isDurable ? nil : kernel.bootID
        record.seedBegan = true
        record.isSeeded = true
        record.origin = origin
        record.content = content
        record.locale = locale
        return record
    }

    /// Copies the data that it is to begin with into a new folder.
    ///
    /// - Returns: the record of it; not durable yet.
    func clone(
        _ keeper: any DataKeeper, to new: GivenFolder, _ work: AccountWork
    ) throws -> DataRecord {
        guard let source = cloneSource else {
            return DataRecord(identity: newIdentity, isFresh: true)
        }
        let known = try DataRecord(readingFrom: source.record)
        try checkContent(known?.content ?? [:], keeper.definition.schema)
        let copy = DataCopy(
            source: source, target: new, instance: self, work: work, record: known)
        _ = try copy.make(keeper)
        try keeper.fit(new, to: self, work)
        return record(
            of: "project \(source.project)", known?.content ?? [:], locale: known?.locale,
            isDurable: false)
    }
}
