import CLibgit2
import Glibc
import Platform
import Vocabulary

/// Git's rule against repositories that a stranger laid out: they must be the caller's own.
enum Ownership {
    /// Passes where all folders belong to the caller; as root, where they belong to one account;
    /// else where the caller's `safe.directory` names the worktree.
    ///
    /// - Parameter settings: the values of `safe.directory`; asked for only where they decide.
    static func check(
        _ files: GitFiles, userID: UInt32 = geteuid(),
        settings: () -> [String] = { safeDirectories() }
    ) throws(Failure) {
        let owners = Set(try paths(files).map(owner))
        if owners == [userID] { return }
        if userID == 0, owners.count == 1 { return }
        let subject = files.worktree ?? files.gitDirectory
        if isSafe(subject, settings: settings()) { return }
        throw Failure(
            "git.owner", "this repository belongs to another user", at: subject,
            because: [
                "its owners have the user ids "
                    + owners.sorted().map(String.init).joined(separator: ", ")
                    + "; you are \(userID)"
            ],
            hint: "if you trust it, type: git config --global --add safe.directory "
                + shellWord(subject))
    }

    /// Git's reading of the values of `safe.directory`, in order: an empty one forgets those before
    /// it, `*` is every folder, `/x/*` all below `/x`.
    static func isSafe(_ path: String, settings: [String]) -> Bool {
        let start = settings.lastIndex(of: "").map { $0 + 1 } ?? 0
        return settings[start...].contains { setting in
            if setting == "*" { return true }
            if setting.hasSuffix("/*") { return path.hasPrefix(setting.dropLast()) }
            // A folder that isn't there is as safe as any text that doesn't match.
            return setting == path || (try? Path.canonical(setting)) == path
        }
    }

    /// The common directory is not among them, as in git: who adds a worktree to a group's shared
    /// repository owns the worktree's own part of it.
    private static func paths(_ files: GitFiles) -> [String] {
        let worktree = files.worktree.map { [$0, Path.join($0, ".git")] } ?? []
        return worktree + [files.gitDirectory]
    }

    private static func owner(of path: String) throws(Failure) -> UInt32 {
        do throws(SystemError) { return try FileSystem.status(path).userID } catch {
            throw error.failure
        }
    }

    /// From the caller's and the system's settings (or from `file`), never from the repository's.
    static func safeDirectories(file: String? = nil) -> [String] {
        var values: [String] = []
        var config: OpaquePointer?
        // Settings that can't be read allow nothing.
        guard (try? Libgit2.prepare()) != nil, open(file, &config) == 0 else { return [] }
        defer { cg_config_free(config) }
        withUnsafeMutablePointer(to: &values) { sink in
            _ = cg_config_get_multivar_foreach(
                config, "safe.directory", nil,
                { entry, sink in
                    guard let value = entry?.pointee.value else { return 0 }
                    sink?.assumingMemoryBound(to: [String].self).pointee
                        .append(String(cString: value))
                    return 0
                }, sink)
        }
        return values
    }

    private static func open(_ file: String?, _ config: inout OpaquePointer?) -> Int32 {
        guard let file else { return cg_config_open_default(&config) }
        return cg_config_open_ondisk(&config, file)
    }
}
