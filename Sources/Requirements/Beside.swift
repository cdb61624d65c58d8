import Platform
import Synchronization

/// Work that is begun by one step and whose end another one waits for, while a server starts.
final class Beside<Value: Sendable>: Sendable {
    private let task = Mutex<Task<Value, any Error>?>(nil)

    /// Begins; a second call begins nothing.
    func begin(_ body: @escaping @Sendable () throws -> Value) {
        task.withLock { task in
            guard task == nil else { return }
            task = Task.detached { try await Blocking.run(body) }
        }
    }

    /// Waits for the end; nil at once where nothing was begun.
    func end() async throws -> Value? {
        try await task.withLock { $0 }?.value
    }
}
