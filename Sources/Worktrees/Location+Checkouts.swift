import Platform
package import Vocabulary

extension Location {
    /// All worktrees of the repository: the main one, if there is one, then the linked ones in the
    /// order of their administrative folders; those whose folder is gone are flagged.
    ///
    /// - Throws: `git.unreadable` where libgit2 is asked and can't read the list.
    package func checkouts(
        environment: [String: String] = [:], by reader: Repository.Reader = .libgit2
    ) throws(Failure) -> [Checkout] {
        guard scope.isGit else { return checkout.map { [$0] } ?? [] }
        guard let files = try GitFiles.find(from: scope.commonDirectory) else { return [] }
        let recorded = try recorded(files, by: reader)
        let main = main(files, environment: environment)
        return (main.map { [$0] } ?? []) + recorded.map { linked($0, environment: environment) }
    }

    private func recorded(
        _ files: GitFiles, by reader: Repository.Reader
    ) throws(Failure) -> [RecordedWorktree] {
        guard reader == .libgit2 else { return files.worktrees() }
        do throws(Libgit2Error) {
            return try RepositoryHandle(around: files.commonDirectory).worktrees()
        } catch {
            throw error.failure
        }
    }

    private func linked(
        _ worktree: RecordedWorktree, environment: [String: String]
    ) -> Checkout {
        let identity = Path.join(scope.commonDirectory, "worktrees", worktree.name)
        // We stand in it: it may have been moved by hand, and its record be stale.
        if let checkout, checkout.identity == identity { return checkout }
        // Gone: what git recorded is all there is.
        let path = (try? Path.canonical(worktree.path)) ?? worktree.path
        return Checkout(
            path: path, identity: identity,
            branch: Head.branch(of: identity, environment: environment),
            isLocked: worktree.isLocked, exists: GitFiles.isWorktree(path, of: identity))
    }

    /// The folder beside `.git`, or the one that `core.worktree` names (a submodule); nil for a bare
    /// repository, and where only the worktree knows of a git directory that is kept elsewhere.
    private func main(_ files: GitFiles, environment: [String: String]) -> Checkout? {
        if let checkout, checkout.isMain { return checkout }
        if files.isBare { return nil }
        let common = scope.commonDirectory
        let candidates = [Path.parent(common)] + (files.configuredWorktree.map { [$0] } ?? [])
        guard let path = candidates.first(where: { GitFiles.isWorktree($0, of: common) }) else {
            return nil
        }
        return Checkout(
            path: path, identity: common, branch: Head.branch(of: common, environment: environment),
            isMain: true)
    }
}
