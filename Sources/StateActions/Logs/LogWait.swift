import Glibc
package import Platform

/// Waits until logs that are followed may have something new.
///
/// The kernel tells of the first write after a pause; while lines come there is a look every tenth of
/// a second, since a watch that tells of each write makes the writer slower. Without inotify there
/// is a look every tenth of a second in any case.
package final class LogWait {
    private let cancellation: Cancellation
    private let output: Int32
    private let ends: [Int32]
    private let watch: FileWatch?
    private static let pace: Int32 = 100

    /// - Parameters:
    ///   - output: the descriptor that lines go to: its reader's end is seen here, since without new
    ///     lines nothing would be written that could fail.
    ///   - ends: the wait is over when one of these becomes readable; whoever waits keeps them open.
    package init(
        _ cancellation: Cancellation, output: Int32 = 1, ends: [Int32] = [], inotify: Bool = true
    ) {
        self.cancellation = cancellation
        self.output = output
        self.ends = ends
        // A user who has no instance left follows by looking.
        watch = inotify ? try? FileWatch() : nil
    }

    /// After a look that found something: a short pause.
    ///
    /// - Returns: false where the reader went away, the caller wants to end, or something has ended.
    package func pause() -> Bool { wait(Self.pace, watching: false) }

    /// Has the kernel tell of the next write to any of these; what came before is not told, so there
    /// must be a look after it.
    ///
    /// - Returns: false where it can't.
    package func arm(_ paths: [String]) -> Bool {
        guard let watch else { return false }
        _ = watch.notices()
        let folders = Set(paths.map(Path.parent))
        do {
            for folder in folders { _ = try watch.add(folder, UInt32(IN_CREATE | IN_MOVED_TO)) }
            for path in paths where FileSystem.exists(path) {
                _ = try watch.add(path, UInt32(IN_MODIFY) | UInt32(IN_ONESHOT))
            }
            return true
        } catch { return false }
    }

    /// Waits for what `arm` has asked for, at most so long.
    ///
    /// - Returns: false where the reader went away, the caller wants to end, or something has ended.
    package func awaitNews(milliseconds: Int32) -> Bool { wait(milliseconds, watching: true) }

    private func wait(_ milliseconds: Int32, watching: Bool) -> Bool {
        var waits = [
            pollfd(fd: cancellation.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: output, events: 0, revents: 0),
        ]
        waits += ends.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        if watching, let watch {
            waits.append(pollfd(fd: watch.descriptor.raw, events: Int16(POLLIN), revents: 0))
        }
        let count = poll(&waits, nfds_t(waits.count), milliseconds)
        return count <= 0 || waits.prefix(2 + ends.count).allSatisfy { $0.revents == 0 }
    }
}
