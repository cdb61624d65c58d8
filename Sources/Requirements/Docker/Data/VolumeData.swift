import Configuration
import Platform
import Vocabulary

/// Data in a volume of a Docker engine, which may be on another machine: all work on it is done by
/// containers there.
struct VolumeData: StoredData {
    let keeper: any VolumeKeeper
    let store: SnapshotStore
    let work: VolumeWork
    let seam: DataSeam

    init(
        _ instance: RequirementInstance, _ keeper: any VolumeKeeper, _ snapshots: SnapshotStore,
        _ cancellation: Cancellation?
    ) throws {
        self.keeper = keeper
        store = snapshots
        seam = DataSeam(instance.host)
        work = VolumeWork(
            container: try DockerContainer(instance), cancellation: cancellation)
    }

    var instance: RequirementInstance { work.container.instance }
    var swap: VolumeSwap { VolumeSwap(container: work.container, seam: seam) }

    func check(_ snapshot: Snapshot) throws {
        try snapshot.checkOrigin(instance)
        try instance.checkContent(snapshot.content, keeper.definition.schema)
        _ = try swap.hold()
        try snapshot.check(try files.digests(below: snapshot.folder))
        seam.reach("checked")
    }

    func restore(_ snapshot: Snapshot) throws {
        try replace(
            origin: "snapshot \(snapshot.name)", content: snapshot.content, locale: snapshot.locale
        ) { new in
            try work.fill(new, from: Path.join(snapshot.folder, Self.archive))
        }
    }

    func clone(_ source: DataSource) throws -> Bool {
        let copy = try VolumeCopy(source, work)
        var ran = false
        try replace(
            origin: "project \(source.project)", content: copy.record.content,
            locale: copy.record.locale
        ) { new in
            ran = try copy.make(keeper, into: new)
        }
        return ran
    }

    func reset() throws -> Bool {
        try withExtendedLifetime(try swap.hold()) {
            try swap.removeDoomed()
            let volume = try swap.current()
            // First the volume: it goes at once, or stays with what is known of it.
            try volume?.remove()
            try FileSystem.removeFile(instance.paths.record)
            return volume != nil
        }
    }

    func export(_ source: DataSource, to file: String) throws {
        let copy = try VolumeCopy(source, work)
        guard try copy.isRunning() else { throw notRunning }
        try ExportedFile.write(file) { try keeper.export(copy, to: $0) }
    }

    func load(_ file: String) throws {
        try ExportedFile.check(file)
        if keeper.importsIntoRunning {
            guard try swap.current()?.users().isEmpty == false else { throw notRunning }
            return try keeper.load(file, instance, into: nil)
        }
        try replace(origin: "file \(Path.name(file))", content: keeper.content(of: instance)) {
            new in
            try keeper.fill(new, from: file, work)
        }
    }

    private var notRunning: Failure {
        Failure(
            "data.not_running", "'\(instance.component)' does not run", at: work.container.name,
            because: ["the server itself reads and writes dumps"],
            hint: "envctl start \(instance.component)")
    }

    /// New data, made whole and flushed before it takes the place of the old.
    private func replace(
        origin: String, content: [String: String], locale: String? = nil,
        _ fill: (DockerVolume) throws -> Void
    ) throws {
        try instance.checkContent(content, keeper.definition.schema)
        try withExtendedLifetime(try swap.hold()) {
            let new = try swap.makeNew()
            do {
                try fill(new)
                seam.reach("copied")
                try work.fit(new, keeper)
                seam.reach("synced")
                try swap.put(
                    new, instance.record(of: origin, content, locale: locale, isDurable: true))
            } catch {
                // What is left of it the next start removes.
                try? swap.removeDoomed()
                throw error
            }
        }
    }
}

extension VolumeData {
    /// The file of a snapshot's folder that holds the volume, whole.
    static let archive = "volume.tar"

    /// Work on files of this machine, which are ours.
    var files: AccountWork {
        var work = AccountWork(
            account: nil, helper: instance.helper, path: instance.host.environment["PATH"])
        work.cancellation = self.work.cancellation
        return work
    }

    /// On the engine first, as any copy; then as one file here, so that it is there whatever becomes
    /// of the engine.
    func snapshot(_ name: String, of source: DataSource, now: Timestamp) throws -> Snapshot {
        try SnapshotName.check(name)
        let copy = try VolumeCopy(source, work)
        return try store.addNew(name, for: instance, files) { new in
            try work.removeLeftovers()
            let volume = work.container.volume("\(work.container.name).\(instance.run)")
            try volume.make(for: VolumeWork.label)
            // Half of a copy, or done with: never data of anybody.
            defer { try? volume.remove() }
            let ran = try copy.make(keeper, into: volume)
            let format = try work.fit(volume, keeper)
            try work.write(volume, to: Path.join(new.path, Self.archive))
            seam.reach("copied")
            return try keep(
                new, copy, Made(name: name, format: format, ran: ran, now: now))
        }
    }

    private struct Made {
        let name: String
        let format: String?
        let ran: Bool
        let now: Timestamp
    }

    private func keep(
        _ new: GivenFolder, _ copy: VolumeCopy, _ made: Made
    ) throws -> Snapshot {
        try files.sync(new.path)
        let snapshot = Snapshot(
            name: made.name, component: instance.component, kind: instance.configuration.kind,
            version: instance.resolution.version, format: made.format, created: made.now,
            wasRunning: made.ran, folder: store.data(made.name), backend: .docker,
            content: copy.record.content, locale: copy.record.locale,
            files: try files.digests(below: new.path))
        seam.reach("synced")
        try FileSystem.move(new.path, to: snapshot.folder)
        try FileSystem.sync(folder: store.folder)
        seam.reach("exchanged")
        try snapshot.save(to: store.manifest(made.name))
        return snapshot
    }
}
