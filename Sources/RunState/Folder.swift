import Glibc
import Platform

/// Folders of ours.
enum Folder {
    /// Makes the folder and its missing ancestors, all of `mode`, whatever the umask says.
    ///
    /// One that exists is left as it is, but that bits of `mode` which it lacks are added when it is
    /// ours.
    static func make(_ path: String, mode: FileMode) throws(SystemError) {
        let parent = Path.parent(path)
        if !FileSystem.exists(parent) { try make(parent, mode: mode) }
        if mkdir(path, mode) != 0, errno != EEXIST {
            throw SystemError("mkdir", path, errno: errno)
        }
        let status = try FileSystem.status(path)
        guard status.userID == geteuid(), status.permissions & mode != mode else { return }
        try checked("chmod", path) { chmod(path, status.permissions | mode) }
    }
}
