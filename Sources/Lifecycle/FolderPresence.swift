import Platform

/// Whether a folder is there, judged by the one that held it where it is missing.
enum FolderPresence {
    /// - Parameter name: `its worktree /x`, or what it is where that is not known.
    static func of(_ folder: String, named name: String) -> Presence {
        if isThere(folder) != false { return .here }
        let parent = Path.parent(folder)
        guard isThere(parent) == true else {
            return .doubtful(
                "\(name) is missing, and so is \(parent): perhaps a disk that is not mounted")
        }
        // What can't be listed tells nothing.
        let neighbours = (try? FileSystem.list(parent)) ?? []
        guard !neighbours.isEmpty else {
            return .doubtful(
                "\(name) is missing, and \(parent) is empty: perhaps a disk that is not mounted")
        }
        return .gone("\(name) is gone")
    }

    /// Nil where it can't be told: no permission, a stale mount.
    static func isThere(_ path: String) -> Bool? {
        do { return try FileSystem.entry(path) != nil } catch { return nil }
    }
}
