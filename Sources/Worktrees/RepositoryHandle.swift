import CLibgit2
import Platform

/// An open `git_repository`; owns it and frees it. What it gives out are copies.
final class RepositoryHandle {
    private let pointer: OpaquePointer

    /// Opens the innermost repository around `folder`, as git would from there.
    init(around folder: String) throws(Libgit2Error) {
        try Libgit2.prepare()
        var opened: OpaquePointer?
        try check("git_repository_open_ext", folder) {
            cg_repository_open_ext(&opened, folder, 0, nil)
        }
        guard let opened else {
            throw Libgit2Error(
                operation: "git_repository_open_ext", subject: folder, code: 0,
                message: "no repository was returned")
        }
        pointer = opened
    }

    deinit { cg_repository_free(pointer) }

    /// Canonical; `<common>/worktrees/<x>` in a linked worktree.
    var gitDirectory: String { canonical(cg_repository_path(pointer)) }

    /// Canonical; shared by all worktrees.
    var commonDirectory: String { canonical(cg_repository_commondir(pointer)) }

    var isBare: Bool { cg_repository_is_bare(pointer) == 1 }

    /// The linked worktrees that have an administrative folder, in the order of its name.
    func worktrees() throws(Libgit2Error) -> [RecordedWorktree] {
        var names = git_strarray()
        try check("git_worktree_list", commonDirectory) { cg_worktree_list(&names, pointer) }
        defer { cg_strarray_dispose(&names) }
        var found: [RecordedWorktree] = []
        for index in 0..<names.count {
            guard let name = names.strings[index] else { continue }
            if let worktree = try worktree(named: String(cString: name)) { found.append(worktree) }
        }
        return found.sorted { $0.name < $1.name }
    }

    /// Nil where another process pruned it since the list was made.
    private func worktree(named name: String) throws(Libgit2Error) -> RecordedWorktree? {
        var pointer: OpaquePointer?
        let code = cg_worktree_lookup(&pointer, self.pointer, name)
        if code == GIT_ENOTFOUND.rawValue { return nil }
        try check("git_worktree_lookup", name) { code }
        defer { cg_worktree_free(pointer) }
        guard let pointer, let path = cg_worktree_path(pointer) else { return nil }
        return RecordedWorktree(
            name: name, path: String(cString: path),
            isLocked: cg_worktree_is_locked(pointer) > 0)
    }

    private func canonical(_ path: UnsafePointer<CChar>?) -> String {
        let text = path.map { String(cString: $0) } ?? ""
        // It was there a moment ago; where it went away the library's own spelling has to do.
        return (try? Path.canonical(text)) ?? text
    }
}
