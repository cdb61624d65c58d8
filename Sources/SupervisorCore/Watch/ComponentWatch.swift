import Glibc
import Platform
import Supervision
import Vocabulary

/// Tells of changed files of one component. Folders are watched, never files: an editor that writes
/// a new file and renames it would take a watch on the old one away.
///
/// Whenever folders come, go or move, all are gone through again a moment later; what is in new ones
/// counts as changed, since it came before they were watched.
final class ComponentWatch {
    let rule: WatchRule
    private let paths: WatchedPaths
    private let watches: Watches
    private let loop: EventLoop
    private var folders: [String: Watches.Token] = [:]
    private var rescan: EventLoop.TimerID?
    /// Notices were lost: what has changed since is looked for.
    private var lostSince: Timestamp?

    /// Told of each change, by a path that is relative to the rule's folder where it is in it.
    var onChange: (String) -> Void = { _ in }
    /// It can go on no more.
    var onFailure: (any Error) -> Void = { _ in }

    /// A file is told of once it was closed: one that is written without end is no change.
    private static let events =
        IN_CLOSE_WRITE | IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_MOVE_SELF
        | IN_ONLYDIR
    /// Milliseconds in which further changes of folders are waited for.
    private static let pace = 20

    init(_ rule: WatchRule, _ paths: WatchedPaths, _ watches: Watches, _ loop: EventLoop) {
        self.rule = rule
        self.paths = paths
        self.watches = watches
        self.loop = loop
    }

    /// - Throws: where this user has no inotify instance or no watch left, and where there are too
    ///   many folders.
    func begin() throws { _ = try watchAll() }

    func end() {
        loop.cancel(rescan)
        for token in folders.values { watches.remove(token) }
        folders = [:]
    }

    private func take(_ notice: FileWatch.Notice, in folder: String) {
        if notice.isOverflow {
            lostSince = lostSince ?? watches.readBefore
            return lookAgain()
        }
        // The folder itself has gone or moved.
        if notice.isEnd || notice.name.isEmpty { return lookAgain() }
        let path = Path.join(folder, notice.name)
        if notice.isFolder {
            guard paths.mayHold(path) else { return }
            // What was in it went with it, untold.
            if notice.what & UInt32(IN_MOVED_FROM) != 0, folders[path] != nil { tell(path) }
            return lookAgain()
        }
        // It may be a link that leads to a folder.
        if paths.leadsTo(path) { lookAgain() }
        if paths.wants(path), Self.isWhole(notice, path) { tell(path) }
    }

    /// A new file is told of when it is closed; a link is whole from the beginning.
    private static func isWhole(_ notice: FileWatch.Notice, _ path: String) -> Bool {
        guard notice.what & UInt32(IN_CREATE) != 0 else { return true }
        // One that has gone again is told of as deleted.
        guard let status = try? FileSystem.status(path, followLinks: false) else { return false }
        return status.isLink || status.linkCount > 1
    }

    private func tell(_ path: String) {
        onChange(Path.relative(path, to: rule.root) ?? path)
    }

    // MARK: folders

    private func lookAgain() {
        guard rescan == nil else { return }
        rescan = loop.schedule(after: Self.pace) { [weak self] in
            guard let self else { return }
            rescan = nil
            do { try look() } catch { onFailure(error) }
        }
    }

    private func look() throws {
        let fresh = try watchAll()
        let walk = FolderWalk(paths)
        var changed = fresh.lazy.compactMap(walk.firstFile).first
        if let since = lostSince {
            lostSince = nil
            changed = changed ?? walk.firstChange(in: folders.keys.sorted(), since: since)
        }
        if let changed { tell(changed) }
    }

    /// Watches what is there now, and nothing else.
    ///
    /// - Returns: folders that were not watched before, or were others of the same name.
    private func watchAll() throws -> [String] {
        let old = folders
        var new: [String: Watches.Token] = [:]
        do {
            for folder in try FolderWalk(paths).folders() { new[folder] = try watch(folder) }
        } catch {
            for token in new.values { watches.remove(token) }
            throw error
        }
        for token in old.values { watches.remove(token) }
        folders = new
        return new.filter { old[$0.key]?.isSameWatch(as: $0.value) != true }.keys.sorted()
    }

    /// Nil where it has gone meanwhile, or may not be read.
    private func watch(_ folder: String) throws -> Watches.Token? {
        do {
            return try watches.add(folder, Self.events) { [weak self] in
                self?.take($0, in: folder)
            }
        } catch let error as SystemError where error.errno != EMFILE && error.errno != ENOSPC {
            guard [ENOENT, ENOTDIR, EACCES].contains(error.errno) else { throw error }
            return nil
        }
    }
}
