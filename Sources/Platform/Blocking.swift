import Glibc
import Synchronization

/// The two bridges between threads and structured concurrency.
package enum Blocking {
    /// Runs blocking work on a thread of its own, never on the cooperative pool: this class of
    /// machine has two cores, and two blocked tasks would stop all others.
    package static func run<Value: Sendable>(
        _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            do {
                try Thread.detach { continuation.resume(with: Result(catching: body)) }
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }

    /// Runs asynchronous work to its end while the calling thread waits; for the edge of a
    /// synchronous `main` only.
    package static func wait<Value: Sendable>(
        for body: @escaping @Sendable () async throws -> Value
    ) throws -> Value {
        let box = Box<Value>()
        Task.detached {
            do { box.set(.success(try await body())) } catch { box.set(.failure(error)) }
        }
        return try box.take().get()
    }
}

/// A value that one thread leaves and another waits for.
private final class Box<Value: Sendable>: Sendable {
    private let value = Mutex<Result<Value, any Error>?>(nil)
    private let done = Semaphore()

    func set(_ result: Result<Value, any Error>) {
        value.withLock { $0 = result }
        done.signal()
    }

    func take() -> Result<Value, any Error> {
        done.wait()
        return value.withLock { $0 } ?? .failure(SystemError("sem_wait", "task", errno: EINVAL))
    }
}

/// A counting semaphore of the C library.
// Sendable by argument: `sem_t` is made for several threads and its address never changes.
package final class Semaphore: @unchecked Sendable {
    private let raw: UnsafeMutablePointer<sem_t>

    package init() {
        raw = .allocate(capacity: 1)
        sem_init(raw, 0, 0)
    }

    deinit {
        sem_destroy(raw)
        raw.deallocate()
    }

    package func signal() { sem_post(raw) }

    package func wait() {
        while sem_wait(raw) != 0 && errno == EINTR {}
    }
}
