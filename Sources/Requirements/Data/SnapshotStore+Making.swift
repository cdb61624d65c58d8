import Platform
import Vocabulary

extension SnapshotStore {
    /// Makes the folder of a new snapshot under the store's lock and has it filled; what killed
    /// commands left is removed first.
    ///
    /// - Parameter fill: fills the folder, gives it its name and writes the manifest.
    /// - Throws: `data.snapshot_exists`.
    func addNew(
        _ name: String, for instance: RequirementInstance, _ work: AccountWork,
        _ fill: (GivenFolder) throws -> Snapshot
    ) throws -> Snapshot {
        try GivenFolder.makeWay(to: data(name), account: instance.account)
        return try withExtendedLifetime(try lock(work.cancellation)) {
            try checkNew(name, of: instance.component)
            for other in try leftovers(instance.account) { try other.remove(work) }
            let new = GivenFolder(
                path: "\(data(name)).new-\(instance.run)", account: instance.account)
            try new.make()
            do {
                return try fill(new)
            } catch {
                // What is left of it the next snapshot removes.
                try? new.remove(work)
                throw error
            }
        }
    }

    private func checkNew(_ name: String, of component: ComponentID) throws {
        guard has(name) else { return }
        throw Failure(
            "data.snapshot_exists", "'\(component)' has a snapshot '\(name)' already",
            at: data(name), hint: "choose another name")
    }

    /// Folders without a manifest: of commands that were killed.
    private func leftovers(_ account: Account?) throws -> [GivenFolder] {
        let known = Set(names)
        return try FileSystem.list(folder)
            .filter { !$0.hasSuffix(".json") && !$0.hasPrefix(".") && !known.contains($0) }
            .map { GivenFolder(path: data($0), account: account) }
    }
}
