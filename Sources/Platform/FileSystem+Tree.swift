import CPlatform
import Glibc

extension FileSystem {
    /// Removes a folder with all below it, or a file; fine where it is gone already.
    ///
    /// By descriptors (`openat`, `unlinkat`): links are removed, never followed, whoever turns them
    /// meanwhile. Another file system that is mounted in it ends the removal with `EXDEV`.
    package static func removeTree(_ path: String) throws(SystemError) {
        try checked("unlinkat", path) { cp_remove_tree(path) }
    }

    /// What a file, or a folder with all below it, takes on the disk; nothing where it is not there.
    ///
    /// What can't be read or vanishes meanwhile is left out.
    package static func size(ofTree path: String) throws(SystemError) -> TreeSize {
        var raw = cp_tree()
        try checked("fstatat", path) { cp_measure_tree(path, &raw) }
        return TreeSize(bytes: Int64(raw.bytes), files: Int(raw.files))
    }

    /// Removes a folder with nothing in it.
    package static func removeEmptyFolder(_ path: String) throws(SystemError) {
        try checked("rmdir", path) { rmdir(path) }
    }

    /// Gives a file or folder another name in the same file system; what has that name is replaced.
    package static func move(_ path: String, to new: String) throws(SystemError) {
        try checked("rename", path) { rename(path, new) }
    }

    /// The kind of what is at `path` itself, links not followed; nil where nothing is.
    package static func entry(_ path: String) throws(SystemError) -> FileStatus? {
        do throws(SystemError) { return try status(path, followLinks: false) } catch {
            if error.errno == ENOENT || error.errno == ENOTDIR { return nil }
            throw error
        }
    }
}

/// What a file or a tree of them takes.
package struct TreeSize: Sendable, Equatable {
    /// On the disk, so that holes and reflinks of one file system are what `du` says.
    package var bytes: Int64
    /// Without folders.
    package var files: Int

    package static let none = TreeSize(bytes: 0, files: 0)

    package init(bytes: Int64, files: Int) {
        self.bytes = bytes
        self.files = files
    }

    package static func + (left: TreeSize, right: TreeSize) -> TreeSize {
        TreeSize(bytes: left.bytes + right.bytes, files: left.files + right.files)
    }
}
