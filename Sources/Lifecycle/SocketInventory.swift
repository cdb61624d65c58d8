import Glibc
import Platform
import RunState
import Vocabulary

/// What is envctl's own in the folders of one project's sockets.
struct SocketInventory {
    /// Looks; changes nothing.
    ///
    /// - Parameter folders: as the runs recorded them; what is no such folder of this scope, or
    ///   another user's, is not looked at.
    static func add(
        _ folders: Set<String>, of scope: ScopeID, to inventory: inout Inventory
    ) throws {
        for folder in folders.sorted() {
            let parent = Path.parent(folder)
            guard Path.name(parent) == scope.digest, isHex(Path.name(folder), 8),
                try inventory.has(folder, .folder),
                try FileSystem.entry(folder)?.userID == geteuid()
            else { continue }
            let entries = try FileSystem.list(folder).compactMap { name in
                try own(Path.join(folder, name), &inventory)
            }
            if !entries.isEmpty {
                inventory.add(try OwnedItem(.sockets, folder, entries: entries))
            }
            inventory.close(folder)
            inventory.close(parent)
        }
    }

    /// The path where it is ours; nil, and kept, where not.
    private static func own(_ path: String, _ inventory: inout Inventory) throws -> String? {
        guard let status = try FileSystem.entry(path) else { return nil }
        if SocketLayout.isOwn(path, status) { return path }
        if status.isDirectory {
            // A requirement's own: made for its account, in a folder of ours.
            let others = try FileSystem.list(path).map { Path.join(path, $0) }.filter {
                guard let status = try FileSystem.entry($0) else { return false }
                return !SocketLayout.isOwn($0, status)
            }
            if others.isEmpty { return path }
            for other in others { inventory.keep(other) }
            return nil
        }
        inventory.keep(path)
        return nil
    }

    private static func isHex(_ text: String, _ count: Int) -> Bool {
        text.utf8.count == count && text.allSatisfy(\.isHexDigit)
    }
}
