import Platform

extension GitFiles {
    /// The linked worktrees that have a complete administrative folder, in the order of its name.
    func worktrees() -> [RecordedWorktree] {
        let folder = Path.join(commonDirectory, "worktrees")
        // No such folder: no linked worktree was ever made.
        let names = (try? FileSystem.list(folder)) ?? []
        return names.compactMap { name in
            let administrative = Path.join(folder, name)
            guard let link = Self.line(of: Path.join(administrative, "gitdir")),
                FileSystem.exists(Path.join(administrative, "HEAD"))
            else { return nil }
            let dotGit = Path.absolute(link, in: administrative)
            return RecordedWorktree(
                name: name, path: Path.parent(dotGit),
                isLocked: FileSystem.exists(Path.join(administrative, "locked")))
        }
    }

    /// Whether the common directory says that there is no main worktree.
    var isBare: Bool { setting("bare").map(GitSettings.isTrue) ?? false }

    /// The main worktree by `core.worktree`, canonical; how a submodule's git directory names it.
    var configuredWorktree: String? {
        // A folder that isn't there is no worktree.
        setting("worktree").flatMap { try? Path.canonical(Path.join(commonDirectory, $0)) }
    }

    private func setting(_ key: String) -> String? {
        // With `extensions.worktreeConfig` git keeps both in the second file, which libgit2 1.5
        // does not read.
        for name in ["config.worktree", "config"] {
            // Absent: the other file, else git's default, decides.
            guard let text = try? FileSystem.readText(Path.join(commonDirectory, name)) else {
                continue
            }
            if let value = GitSettings.core(key, in: text) { return value }
        }
        return nil
    }
}
