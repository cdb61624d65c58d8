import Platform
import Vocabulary

/// What a running server's `postmaster.pid` tells (PostgreSQL source, `miscadmin.h`).
struct PostmasterFile {
    var pid: Int32
    var port: Port
    /// Folder of its first unix socket; nil where it has none.
    var sockets: String?

    /// - Throws: `requirement.not_running` where the file is not there or malformed.
    init(in folder: GivenFolder) throws {
        let lines = (try folder.read("postmaster.pid") ?? "")
            .split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count > 4, let pid = Int32(lines[0]),
            let port = Int(lines[3]).flatMap({ Port($0) })
        else {
            throw Failure(
                "requirement.not_running", "the server's pid file tells no port",
                at: Path.join(folder.path, "postmaster.pid"))
        }
        self.pid = pid
        self.port = port
        sockets = lines[4].isEmpty ? nil : String(lines[4])
    }

    /// Whether its server waits for its clients to go (a "smart" shutdown, which is what a SIGTERM
    /// asks for): it takes no new ones, and ends with the last.
    static func isLeaving(in folder: GivenFolder) throws -> Bool {
        let lines = (try folder.read("postmaster.pid") ?? "")
            .split(separator: "\n", omittingEmptySubsequences: false)
        return lines.count > 7 && lines[7].hasPrefix("stopping")
    }

    /// The pid of a living server that stands in the folder, whoever started it.
    static func living(in folder: GivenFolder) throws -> Int32? {
        guard let line = try folder.read("postmaster.pid")?.split(separator: "\n").first,
            let pid = Int32(line), let holder = ProcessEntry.read(pid), !holder.isZombie
        else { return nil }
        // Who can't be looked at may be a server.
        guard let place = try? FileSystem.readLink("/proc/\(pid)/cwd") else { return pid }
        return place == folder.path ? pid : nil
    }
}
