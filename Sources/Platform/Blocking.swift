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
            let work = Work { continuation.resume(with: Result(catching: body)) }
            var thread = pthread_t()
            let raw = Unmanaged.passRetained(work).toOpaque()
            let code = pthread_create(&thread, nil, startWork, raw)
            if code == 0 {
                pthread_detach(thread)
            } else {
                Unmanaged<Work>.fromOpaque(raw).release()
                continuation.resume(throwing: SystemError("pthread_create", "thread", errno: code))
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

private final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

private func startWork(_ raw: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let raw else { return nil }
    Unmanaged<Work>.fromOpaque(raw).takeRetainedValue().body()
    return nil
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
