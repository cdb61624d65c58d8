import Platform
import Supervision
import Vocabulary

/// Goes through what is there of watched paths. Links to folders are not followed, unless they are
/// named themselves.
struct FolderWalk {
    private let paths: WatchedPaths

    init(_ paths: WatchedPaths) { self.paths = paths }

    /// Takes a folder before it is read; false where there is no need to read it.
    typealias Visit = (String) throws -> Bool

    /// All folders that may hold what matters, and for each place the one in which it is, or will be
    /// made.
    func all(_ visit: Visit) throws {
        var seen: Set<String> = []
        for place in paths.places {
            _ = try visit(Self.nearest(above: place.base))
            guard FileSystem.isDirectory(place.base) else { continue }
            try descend(place.base) { try seen.insert($0).inserted && visit($0) }
        }
    }

    /// The folder and those below it that may hold what matters.
    func descend(_ top: String, _ visit: Visit) throws {
        var open = [top]
        while let folder = open.popLast() {
            guard try visit(folder) else { continue }
            // One that has gone, or may not be read, holds nothing that could be seen.
            for entry in (try? FileSystem.entries(folder)) ?? [] where entry.isFolder {
                let path = Path.join(folder, entry.name)
                if paths.mayHold(path) { open.append(path) }
            }
        }
    }

    /// One is there always: `/`.
    private static func nearest(above path: String) -> String {
        var folder = Path.parent(path)
        while folder != "/", !FileSystem.isDirectory(folder) { folder = Path.parent(folder) }
        return folder
    }

    /// A file that matters directly in the folder.
    func firstFile(_ folder: String) -> String? { files(folder).first }

    /// A file in one of the folders that has changed since; where none is left to tell of, a folder
    /// whose entries have.
    func firstChange(in folders: [String], since: Timestamp) -> String? {
        for folder in folders {
            if let file = files(folder).first(where: { Self.hasChanged($0, since) }) { return file }
        }
        return folders.first { paths.mayHold($0) && Self.hasChanged($0, since) }
    }

    private func files(_ folder: String) -> [String] {
        let entries = (try? FileSystem.entries(folder)) ?? []  // as above
        return entries.filter { !$0.isFolder }.map { Path.join(folder, $0.name) }.sorted()
            .filter(paths.wants)
    }

    /// The kernel's own time of the change, which nobody sets; its clock is a few milliseconds
    /// behind.
    private static func hasChanged(_ path: String, _ since: Timestamp) -> Bool {
        // What has gone is told by its folder.
        guard let status = try? FileSystem.status(path, followLinks: false) else { return false }
        return status.changed / 1_000_000 >= since.milliseconds - 20
    }
}
