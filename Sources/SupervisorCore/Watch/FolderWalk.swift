import Platform
import Supervision
import Vocabulary

/// Goes through what is there of watched paths. Links to folders are not followed, unless they are
/// named themselves.
struct FolderWalk {
    private let paths: WatchedPaths
    /// More would take the supervisor's memory, and the user's watches.
    private static let limit = 20_000

    init(_ paths: WatchedPaths) { self.paths = paths }

    /// All folders that are to be watched: those that may hold what matters, and for each place the
    /// one in which it is, or will be made.
    ///
    /// - Throws: `watch.too_many_folders`.
    func folders() throws -> [String] {
        var found: Set<String> = []
        for place in paths.places {
            found.insert(Self.nearest(above: place.base))
            if FileSystem.isDirectory(place.base), !found.contains(place.base) {
                try descend(place.base, &found)
            }
        }
        return found.sorted()
    }

    /// One is there always: `/`.
    private static func nearest(above path: String) -> String {
        var folder = Path.parent(path)
        while folder != "/", !FileSystem.isDirectory(folder) { folder = Path.parent(folder) }
        return folder
    }

    private func descend(_ top: String, _ found: inout Set<String>) throws {
        var open = [top]
        while let folder = open.popLast() {
            found.insert(folder)
            guard found.count <= Self.limit else { throw Self.tooMany(top) }
            // One that has gone, or may not be read, holds nothing that could be seen.
            for entry in (try? FileSystem.entries(folder)) ?? [] where entry.isFolder {
                let path = Path.join(folder, entry.name)
                if paths.mayHold(path) { open.append(path) }
            }
        }
    }

    private static func tooMany(_ top: String) -> Failure {
        Failure(
            "watch.too_many_folders", "there are more than \(limit) folders below \(top)",
            at: top, hint: "name fewer in 'paths', or ignore some")
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
