import Glibc
import Platform
import StateActions
import Supervision
import Vocabulary

/// Logs in a folder of their own, with an index as a supervisor would write it.
final class LogFolder {
    private let folder = "/tmp/envctl-test-\(getpid())-\(Random.hex(bytes: 4))"

    init() throws { try FileSystem.createDirectories(folder) }

    deinit {
        // A leftover below /tmp fails no test.
        try? FileSystem.removeTree(folder)
    }

    func path(_ name: String) -> String { Path.join(folder, name + ".log") }

    func source(_ name: String) -> LogSource {
        LogSource(
            project: .main, component: ComponentID(unchecked: name), path: path(name))
    }

    @discardableResult
    func append(_ text: String, _ name: String) throws -> Descriptor {
        let log = try Descriptor.open(path(name), O_WRONLY | O_APPEND | O_CREAT)
        try FileSystem.write(Array(text.utf8), to: log.raw, subject: name)
        return log
    }

    func index(_ name: String) throws -> LogIndexFile {
        try LogIndexFile(of: path(name), inode: try FileSystem.status(path(name)).inode)
    }

    /// Written at that time, in milliseconds.
    func write(_ text: String, _ name: String, at time: Int64, order: Int64? = nil) throws {
        try append(text, name)
        try index(name).append(
            LogIndex.Entry(
                offset: try FileSystem.status(path(name)).size,
                time: Timestamp(milliseconds: time), order: order ?? time))
    }

    func touch(_ name: String, at milliseconds: Int) throws {
        let time = timespec(
            tv_sec: milliseconds / 1000, tv_nsec: milliseconds % 1000 * 1_000_000)
        try checked("utimensat", name) { utimensat(AT_FDCWD, path(name), [time, time], 0) }
    }

    /// All that a query finds, as it was written.
    func read(_ names: [String], _ query: LogQuery) throws -> String {
        var bytes: [UInt8] = []
        let reading = LogReading(query, now: Clock.system.now)
        _ = try reading.begin(names.map(source), isLast: true) { line in
            bytes += line.bytes + (line.isFinished ? [0x0A] : [])
            return true
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
