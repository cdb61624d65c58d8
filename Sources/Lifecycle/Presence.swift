import Platform
import RunState
import Vocabulary
import Worktrees

/// Whether what a project was made for is still there. What can't be told for sure counts as there:
/// a folder is missing also while its disk is not mounted.
enum Presence: Equatable {
    case here
    case gone(String)
    /// Missing, but perhaps not for good.
    case doubtful(String)
}

/// Looks for the repository and the worktrees of one scope; changes nothing.
struct PresenceCheck {
    private let record: ScopeRecord
    /// Canonical path of git's common directory, or of the folder where there is no git.
    let commonDirectory: String?
    /// Where repositories are known to be, besides the neighbours of this one's old place.
    private let places: [String]

    init(_ record: ScopeRecord, places: [String] = []) {
        self.record = record
        self.places = places
        commonDirectory =
            record.projects.lazy.compactMap {
                Scope.commonDirectory(ofProject: $0.identity, in: record.scope)
            }.first
    }

    // MARK: the repository

    func repository() -> Presence {
        guard let commonDirectory else {
            return .doubtful("its records don't tell where the repository was")
        }
        if isThere(commonDirectory) != false { return .here }
        let isHidden = Path.name(commonDirectory).hasPrefix(".")
        let folder = isHidden ? Path.parent(commonDirectory) : commonDirectory
        if isHidden, isThere(folder) != false {
            return .doubtful("\(folder) is there, but not its \(Path.name(commonDirectory))")
        }
        // A repository that was moved leaves its linked worktrees where they were.
        if let tree = record.projects.first(where: { isThere($0.path) != false }) {
            return .doubtful("its worktree \(tree.path) is there; was the repository moved?")
        }
        if let place = newPlace(besides: folder, hidden: isHidden) {
            return .doubtful("its repository was moved to \(place)")
        }
        return absence(of: folder, named: "its repository", in: nil)
    }

    /// Found by what the folder is, not by its name.
    private func newPlace(besides folder: String, hidden isHidden: Bool) -> String? {
        guard let directory = record.directory, let commonDirectory else { return nil }
        let parent = Path.parent(folder)
        // What can't be listed has no neighbours.
        let neighbours = ((try? FileSystem.list(parent)) ?? []).map { name in
            let path = Path.join(parent, name)
            return isHidden ? Path.join(path, Path.name(commonDirectory)) : path
        }
        return (neighbours + places).first { ScopeRecord.directory(at: $0) == directory }
    }

    // MARK: a worktree

    func worktree(of project: ScopeRecord.NamedProject) -> Presence {
        guard let commonDirectory, isThere(commonDirectory) == true else { return repository() }
        let bases = Scope.bases(ofProject: project.identity)
        let identity = bases.first { isThere($0) != false } ?? bases[bases.count - 1]
        if identity == commonDirectory { return .here }
        let recorded = isThere(identity) == false ? nil : worktree(recordedIn: identity)
        for path in [recorded, project.path].compactMap(\.self) where isThere(path) != false {
            return recorded == nil
                ? .doubtful("git has forgotten the worktree, but \(path) is there") : .here
        }
        let name = "its worktree \(recorded ?? project.path)"
        guard let recorded else { return .gone("\(name) was removed") }
        if isThere(Path.join(identity, "locked")) != false {
            return .doubtful("\(name) is missing, and locked with 'git worktree lock'")
        }
        return absence(of: recorded, named: name, in: commonDirectory)
    }

    /// Where git wrote down that the worktree is.
    private func worktree(recordedIn administrative: String) -> String? {
        // Not readable: then it is not known, and what the scope remembers is asked.
        guard let text = try? FileSystem.readText(Path.join(administrative, "gitdir")) else {
            return nil
        }
        let link = String(text.prefix { $0 != "\n" })
        return Path.parent(Path.absolute(link, in: administrative))
    }

    // MARK: absence

    /// A folder that is missing, judged by the one that held it: where that is missing too, or has
    /// nothing in it, a disk may not be mounted.
    private func absence(
        of folder: String, named name: String, in commonDirectory: String?
    ) -> Presence {
        if let commonDirectory, Path.isInside(Path.parent(folder), Path.parent(commonDirectory)) {
            return .gone("\(name) is gone")
        }
        return FolderPresence.of(folder, named: name)
    }

    private func isThere(_ path: String) -> Bool? { FolderPresence.isThere(path) }
}
