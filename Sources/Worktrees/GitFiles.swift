import Glibc
import Platform
import Vocabulary

/// What git's own files say of a folder: which worktree it is in, and where its data are.
///
/// It follows the rules of `gitrepository-layout(5)`; libgit2 1.5 gives no way to ask for the folder
/// of a worktree that was moved by hand, and takes a nested worktree with a broken link for a part of
/// the repository around it.
struct GitFiles: Hashable {
    /// The folder that has the `.git`, canonical; nil inside of a bare repository or a `.git`.
    var worktree: String?
    /// Canonical: `<common>`, or `<common>/worktrees/<x>`.
    var gitDirectory: String
    /// Canonical.
    var commonDirectory: String

    var isLinked: Bool { gitDirectory != commonDirectory }

    /// Looks in `folder` (canonical) and upwards, as far as its file system goes; nil where nothing
    /// of git is found.
    ///
    /// - Throws: `git.broken_link` where the nearest `.git` leads nowhere.
    static func find(from folder: String) throws(Failure) -> GitFiles? {
        let device = device(of: folder)
        var current = folder
        while true {
            if let directory = try gitDirectory(ofWorktree: current) {
                return GitFiles(worktree: current, gitDirectory: directory)
            }
            if isGitDirectory(current) { return GitFiles(worktree: nil, gitDirectory: current) }
            let parent = Path.parent(current)
            if current == "/" || self.device(of: parent) != device { return nil }
            current = parent
        }
    }

    /// The canonical git directory that `<folder>/.git` is or names; nil where there is no `.git`, or
    /// one that is a folder with something else in it.
    static func gitDirectory(ofWorktree folder: String) throws(Failure) -> String? {
        let entry = Path.join(folder, ".git")
        if FileSystem.isDirectory(entry) {
            // What can't be resolved can't be read as a repository either.
            guard isGitDirectory(entry), let path = try? Path.canonical(entry) else { return nil }
            return path
        }
        guard let target = linkTarget(entry) else { return nil }
        let path = Path.join(folder, target)
        // Whatever the reason, the link leads to nothing that can be used.
        guard let resolved = try? Path.canonical(path), isGitDirectory(resolved) else {
            throw brokenLink(entry, to: path)
        }
        return resolved
    }

    /// Whether `<folder>/.git` leads to `gitDirectory`; false for whatever can't be resolved.
    static func isWorktree(_ folder: String, of gitDirectory: String) -> Bool {
        // A broken link belongs to nobody.
        (try? self.gitDirectory(ofWorktree: folder)) == gitDirectory
    }

    private init(worktree: String?, gitDirectory: String) {
        self.worktree = worktree
        self.gitDirectory = gitDirectory
        let shared = Self.line(of: Path.join(gitDirectory, "commondir"))
            .map { Path.join(gitDirectory, $0) }
        // `isGitDirectory` has resolved it already; a race with a removal ends in libgit2's error.
        commonDirectory = shared.flatMap { try? Path.canonical($0) } ?? gitDirectory
    }

    private static func isGitDirectory(_ path: String) -> Bool {
        guard hasEntry(path, "HEAD") else { return false }
        if let shared = line(of: Path.join(path, "commondir")) {
            return FileSystem.isDirectory(Path.join(path, shared, "objects"))
        }
        return FileSystem.isDirectory(Path.join(path, "objects"))
            && FileSystem.isDirectory(Path.join(path, "refs"))
    }

    /// A link counts, even where it leads nowhere: HEAD may be one, to a branch without commits.
    private static func hasEntry(_ folder: String, _ name: String) -> Bool {
        // Not there, or not to be seen: the same to discovery.
        (try? FileSystem.status(Path.join(folder, name), followLinks: false)) != nil
    }

    private static func linkTarget(_ entry: String) -> String? {
        guard let text = line(of: entry), text.hasPrefix("gitdir: ") else { return nil }
        return String(text.dropFirst("gitdir: ".count))
    }

    /// The content of a small file without the newline at its end; nil where there is none.
    static func line(of path: String) -> String? {
        // Absent and unreadable are the same here: libgit2 opens the folder next and says why not.
        guard let bytes = try? FileSystem.read(path, limit: 8192) else { return nil }
        let isEnd: (UInt8) -> Bool = { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
        guard let last = bytes.lastIndex(where: { !isEnd($0) }) else { return nil }
        return String(decoding: bytes[...last], as: UTF8.self)
    }

    private static func device(of path: String) -> UInt64? {
        // A folder that can't be looked at ends the search.
        (try? FileSystem.status(path))?.device
    }

    private static func brokenLink(_ entry: String, to target: String) -> Failure {
        Failure(
            "git.broken_link", "this worktree's link to its repository leads nowhere", at: entry,
            because: ["there is no repository at \(target)"],
            hint: "in the repository that it belongs to, type: git worktree repair "
                + shellWord(Path.parent(entry)))
    }
}
