import Glibc
import Platform

/// A detached POSIX thread: the reader of a connection must not occupy the cooperative pool.
enum Thread {
    private final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    static func start(_ body: @escaping @Sendable () -> Void) throws(SystemError) {
        var thread = pthread_t()
        let raw = Unmanaged.passRetained(Work(body)).toOpaque()
        let code = pthread_create(
            &thread, nil,
            { raw in
                guard let raw else { return nil }
                Unmanaged<Work>.fromOpaque(raw).takeRetainedValue().body()
                return nil
            }, raw)
        guard code == 0 else {
            Unmanaged<Work>.fromOpaque(raw).release()
            throw SystemError("pthread_create", "reader", errno: code)
        }
        pthread_detach(thread)
    }
}
