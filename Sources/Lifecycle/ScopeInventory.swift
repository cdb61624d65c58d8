import Platform
import RunState
import Vocabulary

/// What is envctl's own in a scope's folder, beside its projects and runs.
enum ScopeInventory {
    /// Looks; changes nothing.
    static func add(_ scope: ScopeLayout, to inventory: inout Inventory) throws {
        guard try inventory.has(scope.folder, .folder) else { return }
        var records: [String] = []
        for name in try FileSystem.list(scope.folder) {
            let path = Path.join(scope.folder, name)
            if let record = try record(name, path, &inventory) { records.append(record) }
        }
        if !records.isEmpty {
            inventory.add(try OwnedItem(.records, scope.folder, entries: records))
        }
        inventory.close(scope.folder)
    }

    private static func record(
        _ name: String, _ path: String, _ inventory: inout Inventory
    ) throws -> String? {
        switch name {
        case "runs", "scope.lock": return nil
        case "projects": if try inventory.has(path, .folder) { inventory.close(path) }
        // Bundles and sessions: all in there is ours.
        case "debug": return try inventory.has(path, .folder) ? path : nil
        case "latest": return try inventory.has(path, .link) ? path : nil
        case _ where links.contains(name):
            return try inventory.has(path, .link) ? path : nil
        case _ where TemporaryName.isOne(name): return path
        case _ where Inventory.isRecord(name, files):
            return try inventory.has(path, .file) ? path : nil
        default: inventory.keep(path)
        }
        return nil
    }

    /// They lead into the newest run.
    private static let links = Set(
        ArtifactFile.allCases.filter { !$0.coversScope }.map(\.rawValue))
    private static let files = Set(
        ArtifactFile.allCases.filter(\.coversScope).map(\.rawValue)
            + ["scope.json", ScopeLayout.digestKeyName])
}
