import Configuration
import Platform
import RunState
import Vocabulary
import Worktrees

extension CommandContext {
    /// The configuration's sources of the project that the caller stands in, for commands that
    /// change its files.
    ///
    /// - Throws: `worktree.none` inside a bare repository or a `.git`.
    func ownSources() throws -> ConfigurationSources {
        try ownSources(try Standpoint(self, by: .files))
    }

    func ownSources(_ standpoint: Standpoint) throws -> ConfigurationSources {
        guard let own = standpoint.own else {
            throw Failure(
                "worktree.none", "this is a repository without a worktree", at: folder,
                hint: "go to a worktree of it, or name one with --repo PATH")
        }
        return sources(own, mainWorktree: standpoint.mainWorktree)
    }
}
