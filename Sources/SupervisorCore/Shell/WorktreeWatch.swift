import Glibc
import Platform

/// Tells when the worktree has gone: its parent is watched, since a folder in which processes stand
/// is not told of its own deletion before they leave.
final class WorktreeWatch {
    private let path: String
    private let descriptor: Descriptor

    init(_ path: String, loop: EventLoop, onGone: @escaping () -> Void) throws {
        self.path = path
        let raw = try checked("inotify_init1", path) {
            inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))
        }
        let descriptor = Descriptor(raw)
        self.descriptor = descriptor
        try checked("inotify_add_watch", path) {
            inotify_add_watch(raw, Path.parent(path), UInt32(IN_DELETE | IN_MOVED_FROM))
        }
        _ = try loop.add(raw, .reading) { _ in
            var buffer = [UInt8](repeating: 0, count: 4096)
            while read(raw, &buffer, buffer.count) > 0 {}
            if !FileSystem.isDirectory(path) { onGone() }
        }
    }
}
