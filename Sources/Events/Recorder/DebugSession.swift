import Glibc
import Platform
import Vocabulary

/// The folder of one recorded process, `session-<time>-<pid>`: `events.debug.jsonl`, and what was
/// there before it in `events.debug.1.jsonl`. The newest lines stay, the oldest go.
struct DebugSession {
    /// Sessions that are kept beside each other.
    static let limit = 20
    /// Bytes of each of the two files.
    static let segment = 2 << 20

    static let prefix = "session-"
    static let file = "events.debug.jsonl"
    static let older = "events.debug.1.jsonl"

    let folder: String
    private var descriptor: Descriptor
    private var size = 0
    /// The first line of each file: whose session this is.
    private let head: [UInt8]

    /// - Parameter debug: the folder of all sessions, absolute; it is there.
    init(in debug: String, suffix: String, time: Timestamp, head: [UInt8]) throws(SystemError) {
        Self.prune(debug)
        folder = Path.join(debug, "\(Self.prefix)\(time.compact)-\(getpid())\(suffix)")
        try FileSystem.createDirectories(folder)
        self.head = head
        descriptor = try Self.open(Path.join(folder, Self.file))
        write(head)
    }

    private static func open(_ path: String) throws(SystemError) -> Descriptor {
        try Descriptor.open(path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW)
    }

    mutating func write(_ line: [UInt8]) {
        if size > 0, size + line.count > Self.segment { turn() }
        size += line.count
        // A recorder must never fail what it records: a line that has no room is not there.
        try? FileSystem.write(line, to: descriptor.raw, subject: folder)
    }

    private mutating func turn() {
        let path = Path.join(folder, Self.file)
        guard rename(path, Path.join(folder, Self.older)) == 0 else { return }
        // Without a new file the lines go on into the old one.
        guard let fresh = try? Self.open(path) else { return }
        (descriptor, size) = (fresh, 0)
        write(head)
    }

    /// Makes room for one more; whoever still records keeps its own.
    private static func prune(_ debug: String) {
        // A folder that can't be read has nothing to remove.
        let all = ((try? FileSystem.list(debug)) ?? []).filter { $0.hasPrefix(prefix) }.sorted()
        for name in all.dropLast(limit - 1) where !isAlive(name) {
            // What can't be removed now is removed the next time.
            try? FileSystem.removeTree(Path.join(debug, name))
        }
    }

    private static func isAlive(_ name: String) -> Bool {
        let parts = name.split(separator: "-")
        guard parts.count > 2, let pid = Int32(parts[2]) else { return false }
        return kill(pid, 0) == 0 || errno == EPERM
    }
}
