import Glibc

/// A `flock` on a folder, for short changes of files that lie in it: nothing is left of it, and the
/// kernel drops it with its holder.
package final class FolderLock: Sendable {
    private let descriptor: Descriptor

    private init(_ descriptor: Descriptor) { self.descriptor = descriptor }

    /// Waits at most `timeout` milliseconds.
    ///
    /// - Throws: `SystemError` of `flock` with `EWOULDBLOCK` where another still holds it then.
    package static func take(_ folder: String, timeout: Int = 5000) throws(SystemError)
        -> FolderLock
    {
        let descriptor = try Descriptor.open(folder, O_RDONLY | O_DIRECTORY)
        let deadline = Clock.system.monotonic() + UInt64(timeout) * 1_000_000
        while flock(descriptor.raw, LOCK_EX | LOCK_NB) != 0 {
            let code = errno
            guard code == EWOULDBLOCK || code == EINTR, Clock.system.monotonic() < deadline else {
                throw SystemError("flock", folder, errno: code)
            }
            poll(nil, 0, 5)
        }
        return FolderLock(descriptor)
    }

    /// Keeps the lock until here, whatever the optimiser thinks of an unread value.
    package func release() { flock(descriptor.raw, LOCK_UN) }
}
