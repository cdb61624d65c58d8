import Platform
package import Vocabulary

/// Finding out where a folder stands.
package enum Repository {
    /// Who reads git's data.
    package enum Reader: Sendable, CaseIterable {
        /// libgit2 has to be able to open the repository, and its owner is looked at: for all that
        /// runs something of a checkout. Beginning the library takes some 5 ms.
        case libgit2
        /// Git's files alone, by us, well below a millisecond: for commands that only look at or
        /// stop a known project and must not fail where libgit2 can't read a repository. The same
        /// answer where both have one.
        case files
    }

    /// The repository and the worktree that `folder` is in, whatever links lead there; a folder
    /// without git is a scope of its own, with itself as its main worktree.
    ///
    /// - Parameter environment: the caller's, for the rare question to git itself.
    /// - Throws: `folder.missing`, `git.broken_link`, `git.owner`, `git.unreadable`,
    ///   `worktree.copied`.
    package static func locate(
        from folder: String, environment: [String: String] = [:], by reader: Reader = .libgit2
    ) throws(Failure) -> Location {
        let folder = try canonical(folder)
        guard let files = try GitFiles.find(from: folder) else { return plain(folder) }
        var isBare = !files.isLinked && files.isBare
        if reader == .libgit2 {
            try Ownership.check(files)
            isBare = try confirm(files, from: folder) || isBare
        }
        let scope = Scope(commonDirectory: files.commonDirectory, isGit: true)
        guard let worktree = files.worktree, !isBare else {
            return Location(scope: scope, folder: folder, checkout: nil)
        }
        if files.isLinked { try refuseCopy(worktree, of: files.gitDirectory) }
        let checkout = Checkout(
            path: worktree, identity: files.gitDirectory,
            branch: Head.branch(of: files.gitDirectory, environment: environment),
            isMain: !files.isLinked,
            isLocked: files.isLinked
                && FileSystem.exists(Path.join(files.gitDirectory, "locked")))
        return Location(scope: scope, folder: folder, checkout: checkout)
    }

    private static func canonical(_ folder: String) throws(Failure) -> String {
        do throws(SystemError) { return try Path.canonical(folder) } catch {
            throw Failure(
                "folder.missing", "there is no such folder", at: folder, because: [error.reason],
                hint: "go to a folder that is there, or name one with --repo")
        }
    }

    private static func plain(_ folder: String) -> Location {
        Location(
            scope: Scope(commonDirectory: folder, isGit: false), folder: folder,
            checkout: Checkout(path: folder, identity: folder, isMain: true))
    }

    /// Has libgit2 open the repository; true where it calls the main one bare.
    private static func confirm(_ files: GitFiles, from folder: String) throws(Failure) -> Bool {
        do throws(Libgit2Error) {
            let handle = try RepositoryHandle(around: files.worktree ?? files.gitDirectory)
            guard handle.commonDirectory == files.commonDirectory else {
                throw Libgit2Error(
                    operation: "git_repository_commondir", subject: folder, code: 0,
                    message: "libgit2 finds \(handle.commonDirectory), "
                        + "git's files name \(files.commonDirectory)")
            }
            return !files.isLinked && handle.isBare
        } catch {
            throw error.failure
        }
    }

    /// A copied worktree still says that it is the original: both would share one environment.
    private static func refuseCopy(
        _ worktree: String, of gitDirectory: String
    ) throws(Failure) {
        guard let link = GitFiles.line(of: Path.join(gitDirectory, "gitdir")) else { return }
        let recorded = Path.parent(Path.absolute(link, in: gitDirectory))
        // Gone: it was moved by hand, and this is where it is now.
        guard let original = try? Path.canonical(recorded), original != worktree,
            GitFiles.isWorktree(original, of: gitDirectory)
        else { return }
        throw Failure(
            "worktree.copied", "this folder is a copy of another worktree", at: worktree,
            because: ["git knows it as \(original), which is there too"],
            hint: "make a worktree of its own with 'git worktree add', and remove the copy")
    }
}
