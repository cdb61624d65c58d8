import CPlatform
import Glibc
package import Vocabulary

/// An exclusive open-file-description lock (`F_OFD_SETLK`) on a file that is never replaced.
///
/// The kernel drops it with its holder. The file's text names the holder, for people only.
package final class FileLock: Sendable {
    package let path: String
    private let descriptor: Descriptor

    private init(path: String, descriptor: Descriptor) {
        self.path = path
        self.descriptor = descriptor
    }

    /// Closing alone is not enough: a child that is just being spawned holds a copy until its exec.
    deinit { cp_ofd_unlock(descriptor.raw) }

    /// Takes the lock, or returns nil at once where another holds it.
    ///
    /// - Parameter note: who holds it and why, e.g. `start`; the pid and time are added.
    package static func attempt(_ path: String, note: String) throws(SystemError) -> FileLock? {
        guard let (descriptor, isWritable) = try taken(path) else { return nil }
        let lock = FileLock(path: path, descriptor: descriptor)
        guard isWritable else { return lock }
        let text = "\(getpid()) \(note) \(Clock.system.now())\n"
        try checked("ftruncate", path) { ftruncate(descriptor.raw, 0) }
        try FileSystem.write(Array(text.utf8), to: descriptor.raw, subject: path)
        return lock
    }

    /// The lock that this process held before it became another program; nil where `raw` is no
    /// descriptor of that file, or another holds the lock.
    package static func inherited(_ raw: Int32, path: String) throws(SystemError) -> FileLock? {
        let descriptor = Descriptor(raw)
        let held = try FileSystem.status("/proc/self/fd/\(raw)")
        let file = try FileSystem.status(path)
        guard held.inode == file.inode, held.device == file.device else { return nil }
        let taken = try checked("fcntl", path) { cp_ofd_lock(raw, 1) }
        try descriptor.survivesExec(false)
        return taken == 1 ? FileLock(path: path, descriptor: descriptor) : nil
    }

    /// Hands the lock on to the program that this process becomes, or takes that back.
    ///
    /// - Returns: the descriptor that it has there, too.
    package func survivesExec(_ survives: Bool) throws(SystemError) -> Int32 {
        try descriptor.survivesExec(survives)
        return descriptor.raw
    }

    /// Locked, and what the path leads to: `blast-all` and `prune` remove the locks of what they
    /// remove, and a lock on a file that nobody else can find is none.
    private static func taken(
        _ path: String
    ) throws(SystemError) -> (descriptor: Descriptor, isWritable: Bool)? {
        while true {
            let (descriptor, isWritable) = try opened(path)
            guard
                try checked("fcntl", path, { cp_ofd_lock(descriptor.raw, isWritable ? 1 : 0) }) == 1
            else { return nil }
            var own = stat()
            var named = stat()
            try checked("fstat", path) { fstat(descriptor.raw, &own) }
            if stat(path, &named) == 0, named.st_ino == own.st_ino, named.st_dev == own.st_dev {
                return (descriptor, isWritable)
            }
            cp_ofd_unlock(descriptor.raw)
        }
    }

    /// On a file system that became read-only the lock can't be exclusive: it keeps out whoever took it
    /// before, and a stop can still end what runs. Nobody can begin anything there.
    private static func opened(
        _ path: String
    ) throws(SystemError) -> (descriptor: Descriptor, isWritable: Bool) {
        do {
            return (try Descriptor.open(path, O_RDWR | O_CREAT), true)
        } catch  where error.errno == EROFS {
            return (try Descriptor.open(path, O_RDONLY), false)
        }
    }

    /// Takes the lock, waiting at most `milliseconds`.
    ///
    /// - Parameter waiting: called once, with the holder's text, before the first wait.
    /// - Throws: `Failure` `lock.held` after the wait, `lock.cancelled` when cancelled.
    package static func acquire(
        _ path: String, note: String, milliseconds: Int, cancellation: Cancellation? = nil,
        waiting: (String) -> Void = { _ in }
    ) throws -> FileLock {
        var holder: String?
        return try Recording.span(
            .lock, ["path": .string(path), "note": .string(note)],
            outcome: { _ in ["waited_for": JSON(holder)] }
        ) {
            try wait(path, note, milliseconds, cancellation) {
                holder = $0
                waiting($0)
            }
        }
    }

    private static func wait(
        _ path: String, _ note: String, _ milliseconds: Int, _ cancellation: Cancellation?,
        _ waiting: (String) -> Void
    ) throws -> FileLock {
        let deadline = Clock.system.monotonic() + UInt64(max(0, milliseconds)) * 1_000_000
        var told = false
        while true {
            if let lock = try attempt(path, note: note) { return lock }
            if !told { waiting(holder(of: path)) }
            told = true
            if let cancellation, cancellation.isCancelled {
                throw Failure("lock.cancelled", "gave up waiting for a lock", at: path)
            }
            guard Clock.system.monotonic() < deadline else { throw held(path) }
            pause(milliseconds: 5)
        }
    }

    /// Whether someone holds the lock; a missing file is not held.
    package static func isHeld(_ path: String) throws(SystemError) -> Bool {
        let raw = open(path, O_RDONLY | O_CLOEXEC)
        if raw < 0 {
            if errno == ENOENT || errno == ENOTDIR { return false }
            throw SystemError("open", path, errno: errno)
        }
        defer { close(raw) }
        return try checked("fcntl", path) { cp_ofd_is_locked(raw) } == 1
    }

    /// The holder's own words: pid, verb, since.
    package static func holder(of path: String) -> String {
        let text = (try? FileSystem.readText(path)) ?? ""  // only for a message
        return String(text.split(separator: "\n").first ?? "")
    }

    /// `lock.held`, with its holder's words.
    package static func held(_ path: String) -> Failure {
        let words = holder(of: path).split(separator: " ")
        let who =
            words.count == 3
            ? "process \(words[0]) (\(words[1]), since \(words[2]))" : "another process"
        return Failure(
            "lock.held", "another command is at work here", at: path,
            because: ["the lock is held by \(who)"], hint: "try again when it has ended")
    }
}

/// Blocks the calling thread; only for bounded waits where the kernel offers nothing to wait on.
package func pause(milliseconds: Int) {
    var time = timespec(tv_sec: milliseconds / 1000, tv_nsec: milliseconds % 1000 * 1_000_000)
    nanosleep(&time, nil)
}
