import Glibc
import Platform
import Vocabulary

extension StateRoots {
    /// Checks the roots that exist and makes the others; for commands that change something.
    ///
    /// - Throws: `state.no_folder`, `state.foreign_owner`, `state.writable_by_others`,
    ///   `state.on_nfs`.
    package func prepare() throws {
        for (kind, path) in named { try make(path, variable: "ENVCTL_\(kind)_DIR") }
        try verify()
    }

    private var named: [(kind: String, path: String)] {
        [("STATE", state), ("RUNTIME", runtime), ("CACHE", cache)]
    }

    private func make(_ path: String, variable: String) throws {
        do throws(SystemError) { try Folder.make(path, mode: passable) } catch {
            // What is wrong with the place; a full disk is another matter.
            guard [EACCES, EPERM, EROFS, ENOENT, ENOTDIR, ELOOP].contains(error.errno) else {
                throw error
            }
            throw Failure(
                "state.no_folder", "this folder can't be made", at: path,
                because: ["\(error.subject): \(error.reason)"],
                hint: "set \(variable) to a folder of your own")
        }
    }

    /// Checks the roots that exist; makes nothing.
    package func verify(isOnNFS: (String) throws -> Bool = FileSystem.isOnNFS) throws {
        for (kind, path) in named where FileSystem.exists(path) {
            try Self.verify(path, variable: "ENVCTL_\(kind)_DIR")
        }
        guard FileSystem.exists(state), try isOnNFS(state) else { return }
        throw Failure(
            "state.on_nfs", "the state folder is on NFS", at: state,
            because: ["locks and renames are not reliable there, and databases would be damaged"],
            hint: "set ENVCTL_STATE_DIR to a folder on a local disk")
    }

    private static func verify(_ path: String, variable: String) throws {
        let hint = "set \(variable) to a folder of your own"
        // The link itself too: another user could turn it elsewhere.
        for followLinks in [false, true] {
            let status = try FileSystem.status(path, followLinks: followLinks)
            if status.userID != geteuid() {
                throw Failure(
                    "state.foreign_owner", "this folder belongs to another user", at: path,
                    because: ["its owner is uid \(status.userID), yours is \(geteuid())"],
                    hint: hint)
            }
            if !status.isLink, status.mode & 0o022 != 0 {
                throw Failure(
                    "state.writable_by_others", "others may write into this folder", at: path,
                    because: ["its mode is \(String(status.permissions, radix: 8))"],
                    hint: "chmod go-w \(path), or \(hint)")
            }
        }
        guard try FileSystem.status(path).isDirectory else {
            throw Failure("state.not_a_folder", "this is no folder", at: path, hint: hint)
        }
    }
}
