import Platform
import Supervision
import Vocabulary

/// Keeps the index of one log and its size within bounds, whenever it is told to look.
final class LogKeeper {
    /// What one look found.
    struct Look {
        var hasGrown = false
        /// It was longer before, and nobody of ours made it shorter.
        var truncatedFrom: Int64?
        /// It is too long, and the file system gives nothing back.
        var cannotShrink = false
    }

    let path: String
    var limit: Int64
    private var index: LogIndexFile?
    /// Bytes that the index knows.
    private var seen: Int64 = 0

    init(path: String, limit: Int64) {
        self.path = path
        self.limit = limit
    }

    /// Takes note of what was written since the last look, and gives back what is too much.
    ///
    /// - Parameter order: milliseconds that never go back.
    func look(at time: Timestamp, order: Int64) throws(SystemError) -> Look {
        guard let status = try LogRoom.present(path) else { return Look() }
        var look = Look()
        let index = try open(status)
        if index.inode != status.inode || status.size < seen {
            if index.inode == status.inode { look.truncatedFrom = seen }
            try index.restart(inode: status.inode)
            seen = 0
        }
        if status.size > seen {
            seen = status.size
            try index.append(LogIndex.Entry(offset: seen, time: time, order: order))
            look.hasGrown = true
        }
        look.cannotShrink = try !bound(index, status.size)
        return look
    }

    /// When the last byte that no look has seen was written; nil where there is none.
    func lastChange() throws(SystemError) -> Timestamp? {
        guard let status = try LogRoom.present(path), status.size != seen else { return nil }
        return Timestamp(milliseconds: status.modified / 1_000_000)
    }

    /// The order that the index ends with.
    var lastOrder: Int64? { index?.last?.order }

    private func open(_ status: FileStatus) throws(SystemError) -> LogIndexFile {
        if let index { return index }
        let opened = try LogIndexFile(of: path, inode: status.inode)
        seen = max(opened.last?.offset ?? 0, opened.head)
        index = opened
        return opened
    }

    private func bound(_ index: LogIndexFile, _ size: Int64) throws(SystemError) -> Bool {
        let head = LogRoom.head(size: size, head: index.head, limit: limit)
        guard head > index.head else { return true }
        guard let start = try LogRoom.cut(path, before: head) else { return false }
        try index.move(head: start)
        return true
    }

    /// Before a launch, when nobody writes: a log with a hole is put aside, and a new one begun.
    func setAsideIfCut() throws(SystemError) {
        guard let status = try LogRoom.present(path), status.size > 0 else { return }
        let index = try open(status)
        guard index.head > 0 || status.size > limit else { return }
        try LogRoom.setAside(path)
        forget()
    }

    /// Forgets what was written so far.
    ///
    /// - Returns: whether offsets have stayed.
    func clear() throws(SystemError) -> Bool {
        let hasStayed = try LogRoom.clear(path)
        forget()
        // What is there now is known: nothing.
        if let status = try LogRoom.present(path) {
            _ = try open(status)
            seen = status.size
        }
        return hasStayed
    }

    private func forget() {
        index = nil
        seen = 0
    }
}
