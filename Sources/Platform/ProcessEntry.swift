import Glibc

/// One row of the process table, from `/proc/<pid>/stat`.
package struct ProcessEntry: Sendable, Equatable {
    package var pid: Int32
    package var parent: Int32
    package var group: Int32
    package var session: Int32
    /// Clock ticks since boot.
    package var startTime: UInt64
    /// `R`, `S`, `D`, `T`, `Z`, `X` …
    package var state: Character
    /// At most 15 bytes, as the kernel keeps it.
    package var name: String

    package var isZombie: Bool { state == "Z" || state == "X" }

    /// Nil where there is no such process.
    package static func read(_ pid: Int32) -> ProcessEntry? {
        // A process may end between the look and the read: both mean "not there".
        guard let bytes = try? FileSystem.read("/proc/\(pid)/stat") else { return nil }
        return parse(String(decoding: bytes, as: UTF8.self), pid: pid)
    }

    /// The name may hold spaces and parentheses: what counts is the last closing one.
    static func parse(_ text: String, pid: Int32) -> ProcessEntry? {
        guard let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")") else {
            return nil
        }
        let fields = text[text.index(after: close)...].split(separator: " ")
        guard fields.count > 19, let parent = Int32(fields[1]), let group = Int32(fields[2]),
            let session = Int32(fields[3]), let start = UInt64(fields[19]),
            let state = fields[0].first
        else { return nil }
        return ProcessEntry(
            pid: pid, parent: parent, group: group, session: session, startTime: start,
            state: state,
            name: String(text[text.index(after: open)..<close]))
    }

    /// All processes that this user can see, zombies included.
    package static func all() -> [ProcessEntry] {
        // `/proc` is always there; without it there is nothing to tell.
        let names = (try? FileSystem.list("/proc")) ?? []
        return names.compactMap { Int32($0) }.compactMap(read)
    }

    /// The soft `RLIMIT_LOCKS`, which carries our mark; nil where unlimited or gone.
    package static func mark(of pid: Int32) -> UInt64? {
        // It may be gone by now: then it bears nothing.
        guard let text = try? FileSystem.readText("/proc/\(pid)/limits") else { return nil }
        guard
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("Max file locks") })
        else { return nil }
        let words = line.split(separator: " ")
        return words.count > 3 ? UInt64(words[3]) : nil
    }

    /// Whether the environment that the process was started with has `NAME=value`.
    package static func hasEnvironment(_ pid: Int32, _ pairs: [String]) -> Bool {
        // Gone, or of another user: then it is not known to be ours.
        guard let bytes = try? FileSystem.read("/proc/\(pid)/environ") else { return false }
        let present = Set(bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) })
        return pairs.allSatisfy(present.contains)
    }
}
