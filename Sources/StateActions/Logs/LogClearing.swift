import Platform
package import RunState
import Supervision
package import Vocabulary

/// Forgets what components wrote: through the supervisor where one lives, since it has the index
/// open, else under the project's lock.
package struct LogClearing {
    /// One component's log, and how many bytes of it were kept before.
    package struct Cleared: Sendable {
        package let component: ComponentID
        package let bytes: Int64
    }

    private let folders: ProjectLayout

    package init(_ folders: ProjectLayout) { self.folders = folders }

    /// - Parameter socket: of the supervisor that lives; nil where none does.
    /// - Throws: `lock.held`, and what keeps a log from being emptied.
    package func clear(_ sources: [LogSource], socket: String?) throws -> [Cleared] {
        let present = sources.filter { FileSystem.exists($0.path) || FileSystem.exists($0.old) }
        guard !present.isEmpty else { return [] }
        var cleared: [Cleared] = []
        for source in present {
            cleared.append(Cleared(component: source.component, bytes: try kept(source)))
        }
        guard let socket else {
            let lock = try FileLock.acquire(folders.lock, note: "clear-logs", milliseconds: 5000)
            try withExtendedLifetime(lock) { try present.forEach(clear) }
            return cleared
        }
        let client = try SupervisorClient.connect(socket: socket)
        let known = Set(try client.clearLogs(present.map(\.component)))
        try present.filter { known.contains($0.component) }.forEach(removeOld)
        try present.filter { !known.contains($0.component) }.forEach(clear)
        return cleared
    }

    private func clear(_ source: LogSource) throws {
        _ = try LogRoom.clear(source.path)
        try removeOld(source)
    }

    private func removeOld(_ source: LogSource) throws {
        try FileSystem.removeFile(source.old)
        try FileSystem.removeFile(LogIndex.path(of: source.old))
    }

    private func kept(_ source: LogSource) throws -> Int64 {
        try [source.path, source.old].reduce(0) { sum, path in
            guard let file = try LogFile(path) else { return sum }
            return sum + max(0, try file.size() - file.head)
        }
    }
}
