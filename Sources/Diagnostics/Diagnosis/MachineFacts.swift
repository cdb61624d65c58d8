import Glibc
import Platform

/// What the machine says of itself.
enum MachineFacts {
    /// Of the file system that the folder is on, or would be.
    static func fileSystem(role: String, path: String) -> FileSystemFact? {
        var folder = path
        while !FileSystem.exists(folder), folder != "/" { folder = Path.parent(folder) }
        var raw = statvfs()
        guard statvfs(folder, &raw) == 0 else { return nil }
        let unit = UInt64(raw.f_frsize)
        return FileSystemFact(
            role: role, path: path, free: UInt64(raw.f_bavail) * unit,
            total: UInt64(raw.f_blocks) * unit,
            freeFiles: raw.f_files == 0 ? nil : UInt64(raw.f_favail),
            isReadOnly: Int32(raw.f_flag) & readOnly != 0)
    }

    /// `ST_RDONLY`: an enumeration in C, which Swift does not see as a number.
    private static let readOnly: Int32 = 1
}

extension MachineFacts {
    /// `ext4`, as the mount table has it for the mount that the folder is on; nil without one.
    static func kind(of path: String) -> String? {
        // Without a mount table the kind is not known.
        let table = (try? FileSystem.readText("/proc/self/mounts")) ?? ""
        var best: (length: Int, kind: String)?
        for line in table.split(separator: "\n") {
            let parts = line.split(separator: " ").map(String.init)
            guard parts.count > 2, Path.isInside(path, parts[1]) else { continue }
            if parts[1].count >= best?.length ?? 0 { best = (parts[1].count, parts[2]) }
        }
        return best?.kind
    }
}
