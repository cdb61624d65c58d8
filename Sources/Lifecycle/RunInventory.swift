import Platform
import RunState
import Supervision
import Vocabulary

/// The runs of a scope, by whose they are.
struct RunInventory {
    private let scope: ScopeLayout
    /// Of each project that a record names.
    private(set) var runs: [ProjectName: [RunID]] = [:]
    /// Runs whose record can't be read, or was never written.
    private(set) var unknown: [RunID] = []
    /// Socket folders that the runs recorded.
    private(set) var socketFolders: [ProjectName: Set<String>] = [:]
    /// What is in the folder of the runs and is none.
    private(set) var stray = Inventory()

    /// Looks; changes nothing.
    init(_ scope: ScopeLayout) throws {
        self.scope = scope
        guard try stray.has(scope.runs, .folder) else { return }
        for name in try FileSystem.list(scope.runs) {
            let run = RunID(unchecked: name)
            let path = Path.join(scope.runs, name)
            guard run.time != nil else {
                stray.keep(path)
                continue
            }
            if try stray.has(path, .folder) { sort(run) }
        }
        stray.close(scope.runs)
    }

    private mutating func sort(_ run: RunID) {
        let folder = scope.run(run).folder
        // Damaged or of another version: the other record may tell whose it is; else it is unknown.
        let launch = try? LaunchRecord.read(runFolder: folder)
        let record = try? RunRecord.read(scope.run(run).runState)  // as above
        guard let project = launch?.project ?? record?.project else {
            unknown.append(run)
            return
        }
        runs[project, default: []].append(run)
        if let launch { socketFolders[project, default: []].insert(launch.socketFolder) }
    }

    /// The folders of these runs, as one item; where something in one is not ours, that is kept and
    /// so is the folder.
    static func add(
        _ runs: [RunID], of scope: ScopeLayout, to inventory: inout Inventory
    ) throws {
        var entries: [String] = []
        for run in runs {
            let folder = scope.run(run).folder
            let before = inventory.kept.count
            let own = try own(in: folder, &inventory)
            entries += inventory.kept.count == before ? [folder] : own
        }
        if entries.isEmpty { return }
        inventory.add(try OwnedItem(.runs, scope.runs, entries: entries))
    }

    private static func own(in folder: String, _ inventory: inout Inventory) throws -> [String] {
        try FileSystem.list(folder).compactMap { name in
            let path = Path.join(folder, name)
            if TemporaryName.isOne(name) { return path }
            if Inventory.isRecord(name, records) {
                return try inventory.has(path, .file) ? path : nil
            }
            inventory.keep(path)
            return nil
        }
    }

    private static let records = Set(
        ArtifactFile.allCases.map(\.rawValue) + [
            "steps.json", "steps.json.lock", "launch.json", "supervisor.log",
        ])
}
