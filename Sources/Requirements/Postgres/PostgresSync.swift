import Platform
import Synchronization

/// The syncing of a copied data folder, file by file, beside the start of its server.
///
/// `initdb --sync-only` starts the writing of all files and then waits for each, folders too; that
/// is one program for some thousand files, and it leaves out what vanishes meanwhile. A `sync -f`
/// would wait for everyone's files.
final class PostgresSync: Sendable {
    private let task = Mutex<Task<Void, any Error>?>(nil)

    /// Begins; a second call begins nothing.
    func begin(_ body: @escaping @Sendable () throws -> Void) {
        task.withLock { task in
            guard task == nil else { return }
            task = Task.detached { try await Blocking.run(body) }
        }
    }

    /// Waits for the end; at once where nothing was begun.
    func end() async throws {
        try await task.withLock { $0 }?.value
    }
}
