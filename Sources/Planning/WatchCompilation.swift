import Configuration
import Platform
import RunState
import Supervision
import Worktrees

/// Makes a watch rule of what is configured and of what git is told to ignore, so that the supervisor
/// needs to know nothing of either.
struct WatchCompilation {
    private let worktree: String
    /// Of the user and of the repository.
    private let excludes: [IgnoreList]

    /// What is ignored everywhere: git's own, what programs and editors write beside sources (4913 is
    /// how vim tries whether it may), and what only a start takes in.
    private static let standard = IgnoreList(
        folder: "/",
        patterns: [
            ".git", "node_modules", "__pycache__", "*.swp", "*.swx", "*~", ".#*", "4913",
            "envctl.yaml", ".envctl",
        ])
    /// Folders that are looked through for a `.gitignore`; what is beyond it is watched as it is.
    private static let limit = 20_000

    init(_ project: Project, _ environment: [String: String]) {
        let worktree = project.worktree
        self.worktree = worktree
        excludes = GitExcludes.files(ofWorktree: worktree, environment: environment).compactMap {
            Self.list($0, folder: worktree)
        }
    }

    func rule(_ watch: WatchConfiguration, in directory: String) -> WatchRule {
        var rule = WatchRule(root: directory, paths: watch.paths)
        let own = IgnoreList(folder: directory, patterns: watch.ignore)
        rule.ignore = [Self.standard] + excludes + ignores(rule, unless: own)
        if !own.patterns.isEmpty { rule.ignore.append(own) }
        return rule
    }

    /// Each `.gitignore` that has a say in what is watched: those of nearer folders last. The user's
    /// own patterns are known here so that nobody goes into what they ignore.
    private func ignores(_ rule: WatchRule, unless own: IgnoreList) -> [IgnoreList] {
        var found: [IgnoreList] = []
        var seen: Set<String> = []
        for place in WatchedPaths(rule).places {
            for folder in ancestors(of: place.base) where seen.insert(folder).inserted {
                Self.list(Path.join(folder, ".gitignore"), folder: folder).map { found.append($0) }
            }
        }
        for place in WatchedPaths(rule).places where FileSystem.isDirectory(place.base) {
            descend(place.base, rule, own, &found, &seen)
        }
        return found
    }

    /// From the worktree down to the folder that holds the path; none for a path outside of it.
    private func ancestors(of path: String) -> [String] {
        var folders: [String] = []
        var folder = Path.parent(path)
        while Path.isInside(folder, worktree) {
            folders.append(folder)
            if folder == worktree || folder == "/" { break }
            folder = Path.parent(folder)
        }
        return folders.reversed()
    }

    private func descend(
        _ top: String, _ rule: WatchRule, _ own: IgnoreList, _ found: inout [IgnoreList],
        _ seen: inout Set<String>
    ) {
        var open = [top]
        var paths = watched(rule, found, own)
        while let folder = open.popLast(), seen.count < Self.limit {
            guard seen.insert(folder).inserted else { continue }
            // One that can't be read holds nothing that could be seen.
            let entries = (try? FileSystem.entries(folder)) ?? []
            if entries.contains(where: { $0.name == ".gitignore" && !$0.isFolder }),
                let list = Self.list(Path.join(folder, ".gitignore"), folder: folder)
            {
                found.append(list)
                paths = watched(rule, found, own)
            }
            for entry in entries where entry.isFolder {
                let path = Path.join(folder, entry.name)
                if paths.mayHold(path) { open.append(path) }
            }
        }
    }

    private func watched(
        _ rule: WatchRule, _ found: [IgnoreList], _ own: IgnoreList
    ) -> WatchedPaths {
        WatchedPaths(rule, ignore: IgnoreRules([Self.standard] + excludes + found + [own]))
    }

    private static func list(_ file: String, folder: String) -> IgnoreList? {
        // Git reads what it can, too.
        guard let text = try? FileSystem.readText(file) else { return nil }
        let lines = text.split(whereSeparator: \.isNewline).map { String($0) }
            .filter { !$0.isEmpty && !$0.hasPrefix("#") }
        return lines.isEmpty ? nil : IgnoreList(folder: folder, patterns: lines)
    }
}
