import Glibc
import Platform
import RunState

/// Room on the disks of state and cache.
struct SpaceCheck: Check {
    let id = "disk.space"
    let group = CheckGroup.disk
    let promise = "state and cache folder have 1 GiB and 1 % of their inodes left"
    let otherwise = "warn; fail below 100 MiB or without inodes"
    /// Bytes and inodes that are left; nil asks the file system.
    var room: Room?

    struct Room: Sendable {
        var bytes: UInt64
        var inodes: UInt64
        /// Of all there are; 0 where the file system has no fixed number.
        var allInodes: UInt64
    }

    func look(at site: DoctorSite) throws -> CheckFinding {
        var worst = Severity.ok
        var evidence: [String] = []
        for folder in [site.layout.roots.state, site.layout.roots.cache] {
            let room = try room ?? Self.room(at: folder)
            worst = max(worst, Self.severity(room))
            let inodes = room.allInodes > 0 ? ", \(room.inodes) inodes" : ""
            evidence.append("\(folder): \(room.bytes >> 20) MiB\(inodes) left")
        }
        if worst == .ok { return .ok("enough is left", evidence: evidence) }
        return CheckFinding(worst, "little room is left", evidence: evidence, fix: "envctl prune")
    }

    static func severity(_ room: Room) -> Severity {
        let lacksInodes = room.allInodes > 0 && room.inodes == 0
        if room.bytes < 100 << 20 || lacksInodes { return .fail }
        let hasFew = room.allInodes > 0 && room.inodes < room.allInodes / 100
        return room.bytes < 1 << 30 || hasFew ? .warn : .ok
    }

    /// Of the nearest folder above that is there: the first start makes the others.
    private static func room(at path: String) throws(SystemError) -> Room {
        var folder = path
        while !FileSystem.exists(folder), folder != "/" { folder = Path.parent(folder) }
        var raw = statvfs()
        try checked("statvfs", folder) { statvfs(folder, &raw) }
        return Room(
            bytes: UInt64(raw.f_bavail) * UInt64(raw.f_frsize), inodes: UInt64(raw.f_favail),
            allInodes: UInt64(raw.f_files))
    }
}
