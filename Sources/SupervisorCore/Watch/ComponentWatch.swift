import Glibc
import Platform
import Supervision
import Vocabulary

/// Tells of changed files of one component. Folders are watched, never files: an editor that writes
/// a new file and renames it would take a watch on the old one away.
///
/// A folder is watched before it is read, so that nothing that comes into it is missed. What is in a
/// new one counts as changed, since it came before.
final class ComponentWatch {
    let rule: WatchRule
    private let paths: WatchedPaths
    private let walk: FolderWalk
    private let watches: Watches
    private let loop: EventLoop
    private var folders: [String: Watches.Token] = [:]
    private var rescan: EventLoop.TimerID?
    /// Folders that have come, and are not watched yet.
    private var fresh: Set<String> = []
    /// What leads to the places has changed: all is gone through again.
    private var isUprooted = false
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
    /// More folders would take the supervisor's memory, and the user's watches.
    private static let limit = 20_000

    init(_ rule: WatchRule, _ paths: WatchedPaths, _ watches: Watches, _ loop: EventLoop) {
        self.rule = rule
        self.paths = paths
        walk = FolderWalk(paths)
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
            return uproot()
        }
        if notice.isEnd { return ended(folder, notice) }
        // The folder itself has moved.
        if notice.name.isEmpty { return uproot() }
        let path = Path.join(folder, notice.name)
        // It may be a link that leads to a folder.
        if paths.leadsTo(path) { uproot() }
        if notice.isFolder {
            takeFolder(path, notice)
        } else if paths.wants(path), Self.isWhole(notice, path) {
            tell(path)
        }
    }

    private func takeFolder(_ path: String, _ notice: FileWatch.Notice) {
        guard paths.mayHold(path) else { return }
        // What was in it went with it, untold; where it is now, it tells itself.
        if notice.what & UInt32(IN_MOVED_FROM) != 0, folders[path] != nil { tell(path) }
        guard notice.what & UInt32(IN_CREATE | IN_MOVED_TO) != 0 else { return }
        fresh.insert(path)
        lookSoon()
    }

    /// Where another of the same name is there by now, that one is watched already.
    private func ended(_ folder: String, _ notice: FileWatch.Notice) {
        if folders[folder]?.isOf(notice) == true { folders[folder] = nil }
        if paths.leadsTo(folder) { uproot() }
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

    private func uproot() {
        isUprooted = true
        lookSoon()
    }

    private func lookSoon() {
        guard rescan == nil else { return }
        rescan = loop.schedule(after: Self.pace) { [weak self] in
            guard let self else { return }
            rescan = nil
            do { try look() } catch { onFailure(error) }
        }
    }

    private func look() throws {
        let came = try isUprooted ? watchAll() : watchFresh()
        var changed = came.lazy.compactMap(walk.firstFile).first
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
        isUprooted = false
        fresh = []
        let old = folders
        folders = [:]
        defer { for token in old.values { watches.remove(token) } }
        try walk.all(watch)
        return folders.filter { old[$0.key]?.isSameWatch(as: $0.value) != true }.keys.sorted()
    }

    /// - Returns: all folders that are watched since.
    private func watchFresh() throws -> [String] {
        var came: [String] = []
        let tops = fresh.sorted()
        fresh = []
        for top in tops where FileSystem.isDirectory(top) {
            try walk.descend(top) { folder in
                guard try watch(folder) else { return false }
                came.append(folder)
                return true
            }
        }
        return came
    }

    /// - Returns: false where it has gone meanwhile, or may not be read.
    private func watch(_ folder: String) throws -> Bool {
        guard folders.count < Self.limit else { throw Self.tooMany(rule.root) }
        guard let token = try token(for: folder) else { return false }
        watches.remove(folders.updateValue(token, forKey: folder))
        return true
    }

    private static func tooMany(_ root: String) -> Failure {
        Failure(
            "watch.too_many_folders", "it asks for more than \(limit) folders", at: root,
            hint: "name fewer in 'paths', or ignore some")
    }

    /// Nil where it has gone meanwhile, or may not be read.
    private func token(for folder: String) throws -> Watches.Token? {
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
