import Glibc

extension ProcessEntry {
    /// A server that works in this folder, whoever started it: a living process whose working folder
    /// it is, with a socket or a file of the folder open. Servers of data do so; a shell that someone
    /// left there does not. Nil too where such a process may not be looked at.
    package static func server(in folder: String) -> ProcessEntry? {
        // Not there, or not ours to see: nobody is known to work in it.
        guard let place = try? FileSystem.status(folder) else { return nil }
        // As above.
        guard let path = try? Path.canonical(folder) else { return nil }
        let names = (try? FileSystem.list("/proc")) ?? []  // it is always there
        for pid in names.compactMap({ Int32($0) }) where pid != getpid() {
            // Gone, or of another user.
            guard let own = try? FileSystem.status("/proc/\(pid)/cwd"),
                own.inode == place.inode, own.device == place.device, isOpen(pid, path),
                let entry = read(pid), !entry.isZombie
            else { continue }
            return entry
        }
        return nil
    }

    private static func isOpen(_ pid: Int32, _ folder: String) -> Bool {
        let files = "/proc/\(pid)/fd"
        // As above.
        guard let names = try? FileSystem.list(files) else { return false }
        return names.contains { name in
            // Closed meanwhile: none.
            let target = (try? FileSystem.readLink(Path.join(files, name))) ?? ""
            return target.hasPrefix("socket:") || target.hasPrefix(folder + "/")
        }
    }
}
