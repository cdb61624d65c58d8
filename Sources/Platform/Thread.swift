import CPlatform
import Glibc

/// A thread of the operating system, for work that waits.
package enum Thread {
    /// The kernel's id of this thread.
    package static var id: Int { Int(cp_thread_id()) }

    /// Runs `body` on a thread of its own; nobody waits for it.
    package static func detach(_ body: @escaping @Sendable () -> Void) throws(SystemError) {
        let work = Work(body)
        var thread = pthread_t()
        let raw = Unmanaged.passRetained(work).toOpaque()
        let code = pthread_create(&thread, nil, startWork, raw)
        guard code == 0 else {
            Unmanaged<Work>.fromOpaque(raw).release()
            throw SystemError("pthread_create", "thread", errno: code)
        }
        pthread_detach(thread)
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
