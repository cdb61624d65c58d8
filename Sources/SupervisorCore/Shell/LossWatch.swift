import Glibc
import Platform

/// Tells when one of a few paths has gone: their parents are watched, since a folder in which
/// processes stand is not told of its own deletion before they leave.
final class LossWatch {
    private let paths: [String]
    private let watches: Watches
    private let onLoss: (String) -> Void
    private static let losses = IN_DELETE | IN_MOVED_FROM

    /// - Parameter onLoss: told the path, and again with whatever else goes beside it, while it is
    ///   not there.
    init(_ paths: [String], _ watches: Watches, onLoss: @escaping (String) -> Void) throws {
        self.paths = paths
        self.watches = watches
        self.onLoss = onLoss
        for path in paths { try watch(path) }
    }

    /// Watches the path's parent, also where that is a new folder of the same name.
    func watch(_ path: String) throws {
        _ = try watches.add(Path.parent(path), Self.losses) { [weak self] _ in self?.look() }
    }

    private func look() {
        for path in paths where !FileSystem.exists(path) { onLoss(path) }
    }
}
