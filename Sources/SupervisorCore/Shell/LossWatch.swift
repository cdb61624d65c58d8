import Glibc
import Platform

/// Tells when one of a few paths has gone: their parents are watched, since a folder in which
/// processes stand is not told of its own deletion before they leave.
final class LossWatch {
    private let paths: [String]
    private let descriptor: Descriptor
    private static let losses = UInt32(IN_DELETE | IN_MOVED_FROM)

    /// - Parameter onLoss: told the path, and again with whatever else goes beside it, while it is
    ///   not there.
    init(_ paths: [String], loop: EventLoop, onLoss: @escaping (String) -> Void) throws {
        self.paths = paths
        let raw = try checked("inotify_init1", paths.first ?? "") {
            inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))
        }
        descriptor = Descriptor(raw)
        for path in paths { try watch(path) }
        _ = try loop.add(raw, .reading) { _ in
            var buffer = [UInt8](repeating: 0, count: 4096)
            while read(raw, &buffer, buffer.count) > 0 {}
            for path in paths where !FileSystem.exists(path) { onLoss(path) }
        }
    }

    /// Watches the path's parent, also where that is a new folder of the same name.
    func watch(_ path: String) throws(SystemError) {
        try checked("inotify_add_watch", path) {
            inotify_add_watch(descriptor.raw, Path.parent(path), Self.losses)
        }
    }
}
