import Glibc

/// The lock of a component's data: a `flock` that the component's processes inherit, so that the
/// kernel says whether anything lives on that data, across containers and after any crash.
package enum DataLock {
    /// Opens and locks the file exclusively; nil where a living process holds it.
    ///
    /// The descriptor is handed to the child at its spawn; whoever keeps a copy keeps the lock.
    package static func attempt(_ path: String) throws(SystemError) -> Descriptor? {
        let descriptor = try Descriptor.open(path, O_RDWR | O_CREAT)
        if flock(descriptor.raw, LOCK_EX | LOCK_NB) == 0 { return descriptor }
        guard errno == EWOULDBLOCK else { throw SystemError("flock", path, errno: errno) }
        return nil
    }

    /// Whether a living process holds the lock; a missing file is not held.
    package static func isHeld(_ path: String) throws(SystemError) -> Bool {
        guard FileSystem.exists(path) else { return false }
        return try attempt(path) == nil
    }
}
