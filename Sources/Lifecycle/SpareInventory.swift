import Platform
import RunState
import Supervision
import Vocabulary

/// Copies of templates that are kept ready, and what killed ones left; no project's own.
struct SpareInventory {
    /// Looks; changes nothing.
    ///
    /// - Parameter folder: `<state>/spares`, with a folder for each kind of requirement.
    static func removal(of folder: String) throws -> Removal? {
        var found = Inventory()
        guard try found.has(folder, .folder) else { return nil }
        for kind in try FileSystem.list(folder) {
            let path = Path.join(folder, kind)
            if try found.has(path, .folder) { try add(path, to: &found) }
        }
        found.close(folder)
        let removal = Removal(
            .spares, of: ScopeID(unchecked: ""),
            because: "spares; starts of new projects have them made again", found)
        return found.items.isEmpty && found.kept.isEmpty ? nil : removal
    }

    private static func add(_ folder: String, to found: inout Inventory) throws {
        for name in try FileSystem.list(folder).sorted() where !name.hasSuffix(".lock") {
            let path = Path.join(folder, name)
            let key = name.split(separator: ".").first.map(String.init)
            guard let key, isKey(key), [key, key + SpareHelper.unfinished].contains(name) else {
                found.keep(path)
                continue
            }
            let lock = SpareHelper.lock(of: Path.join(folder, key))
            guard try found.has(path, .folder) else { continue }
            if try FileLock.isHeld(lock) {
                found.keep(path, "a spare is being made")
            } else {
                found.add(try OwnedItem(name == key ? .spares : .leftovers, path))
            }
        }
        found.close(folder)
    }

    private static func isKey(_ text: String) -> Bool {
        text.utf8.count == 24 && text.allSatisfy(\.isHexDigit)
    }

    /// Removes one, under its lock. It loses its name first: no start takes half of it.
    static func remove(_ item: OwnedItem, by remove: (String) throws -> Void) throws {
        let isUnfinished = item.path.hasSuffix(SpareHelper.unfinished)
        let spare =
            isUnfinished
            ? String(item.path.dropLast(SpareHelper.unfinished.utf8.count)) : item.path
        let lock = SpareHelper.lock(of: spare)
        guard let held = try FileLock.attempt(lock, note: "remove") else {
            throw FileLock.held(lock)
        }
        try withExtendedLifetime(held) {
            let doomed = spare + SpareHelper.unfinished
            try remove(doomed)
            // A start may have taken it meanwhile.
            if try FileSystem.entry(spare) != nil { try FileSystem.move(spare, to: doomed) }
            try remove(doomed)
            try FileSystem.removeFile(lock)
        }
    }
}
