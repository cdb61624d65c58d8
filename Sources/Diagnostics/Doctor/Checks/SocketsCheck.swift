import Platform
import RunState
import Vocabulary

/// Control sockets that nobody listens on any more.
struct SocketsCheck: Check {
    let id = "runtime.sockets"
    let group = CheckGroup.runtime
    let promise = "someone listens on each control socket"
    let otherwise = "warn"
    let isFixable = true
    /// Nanoseconds: a younger one may not be listened on yet.
    var youngest: Int64 = 5_000_000_000

    func look(at site: DoctorSite) throws -> CheckFinding {
        let stale = try sockets(below: site.layout.roots.runtime).filter { path in
            // One that has gone meanwhile is not stale.
            guard let status = try? FileSystem.status(path) else { return false }
            let age = site.clock.now().milliseconds * 1_000_000 - status.modified
            return age > youngest && DeadSocket.isDead(path)
        }
        if stale.isEmpty { return .ok("none is stale") }
        return CheckFinding(
            .warn, "a control socket is left of a supervisor that is gone", evidence: stale,
            fix: "envctl doctor --fix", path: stale.first,
            repairs: stale.map(Repair.removeSocket))
    }

    /// `<runtime>/<scope>/<project>/supervisor.sock`.
    private func sockets(below runtime: String) throws -> [String] {
        guard FileSystem.isDirectory(runtime) else { return [] }
        return try Self.folders(in: runtime).flatMap { try Self.folders(in: $0) }
            .map { SocketLayout(folder: $0, isRoot: false).supervisor }
            .filter(FileSystem.exists)
    }

    private static func folders(in path: String) throws(SystemError) -> [String] {
        try FileSystem.list(path).map { Path.join(path, $0) }.filter(FileSystem.isDirectory)
    }
}
