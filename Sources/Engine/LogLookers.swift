import Inspection
import RunState
import Supervision
import Truth

/// Supervisors that the kernel does not tell of writes (no inotify is left): they look at their logs
/// when they are asked to.
struct LogLookers {
    private let clients: [SupervisorClient]

    init(_ projects: [InspectedProject]) {
        clients = projects.compactMap { inspected in
            guard inspected.observed?.supervisor == .running,
                let record = inspected.observed?.record, record.lacks["logs.unwatched"] != nil,
                let socket = record.supervisor?.socket
            else { return nil }
            // Without it times are rougher, and lines are the same.
            return try? SupervisorClient.connect(socket: socket)
        }
    }

    var isEmpty: Bool { clients.isEmpty }

    /// One that has gone has nothing more to index.
    func look() { for client in clients { try? client.lookAtLogs() } }
}
