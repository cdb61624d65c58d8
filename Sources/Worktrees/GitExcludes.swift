import Platform

/// The files beside `.gitignore` in which git is told what to ignore.
package enum GitExcludes {
    /// Of the user, then of the repository: the later one wins. Whether they are there is not asked.
    ///
    /// - Parameter worktree: absolute path; without git there are none.
    package static func files(
        ofWorktree worktree: String, environment: [String: String]
    ) -> [String] {
        // A repository that can't be read has told us so before.
        guard let files = try? GitFiles.find(from: worktree) else { return [] }
        let own = Path.join(files.commonDirectory, "info", "exclude")
        return [ofUser(files, environment)].compactMap(\.self) + [own]
    }

    /// `core.excludesFile`, else git's default place for it.
    private static func ofUser(_ files: GitFiles, _ environment: [String: String]) -> String? {
        let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 }
        let settings = environment["XDG_CONFIG_HOME"].flatMap { $0.isEmpty ? nil : $0 }
        let folder = (settings ?? home.map { Path.join($0, ".config") }).map {
            Path.join($0, "git")
        }
        let configurations = [
            Path.join(files.commonDirectory, "config"), home.map { Path.join($0, ".gitconfig") },
            folder.map { Path.join($0, "config") },
        ].compactMap(\.self)
        for path in configurations {
            // One that is not there sets nothing.
            guard let text = try? FileSystem.readText(path),
                let value = GitSettings.core("excludesfile", in: text)
            else { continue }
            guard value.hasPrefix("~/") else { return Path.absolute(value, in: worktree(files)) }
            return home.map { Path.join($0, String(value.dropFirst(2))) }
        }
        return folder.map { Path.join($0, "ignore") }
    }

    private static func worktree(_ files: GitFiles) -> String {
        files.worktree ?? files.commonDirectory
    }
}
