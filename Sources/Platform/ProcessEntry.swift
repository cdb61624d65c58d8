import CPlatform
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

    package init(
        pid: Int32, parent: Int32, group: Int32, session: Int32, startTime: UInt64,
        state: Character, name: String
    ) {
        self.pid = pid
        self.parent = parent
        self.group = group
        self.session = session
        self.startTime = startTime
        self.state = state
        self.name = name
    }

    package var isZombie: Bool { state == "Z" || state == "X" }
    /// By a signal, or by whoever traces it.
    package var isStopped: Bool { state == "T" || state == "t" }

    /// Nil where there is no such process.
    package static func read(_ pid: Int32) -> ProcessEntry? {
        var raw = cp_process()
        // A process may end between the look and the read: both mean "not there".
        return cp_process_read(pid, &raw) == 0 ? ProcessEntry(raw) : nil
    }

    /// The row that the text of a stat file is; nil where it is none.
    static func parse(_ text: String, pid: Int32) -> ProcessEntry? {
        var raw = cp_process()
        return cp_process_parse(pid, text, &raw) == 0 ? ProcessEntry(raw) : nil
    }

    /// Whether `pid` is a descendant of `ancestor`, by the parents that the kernel tells now.
    package static func descends(_ pid: Int32, from ancestor: Int32) -> Bool {
        var next = pid
        // Parents may end between two looks; a chain is never that long.
        for _ in 0..<1000 {
            guard next > 1, let entry = read(next) else { return false }
            if entry.parent == ancestor { return true }
            next = entry.parent
        }
        return false
    }

    /// All processes that this user can see, zombies included. Read in C: a proof is two such
    /// scans, and a `String` for each would make it four times as slow.
    package static func all() -> [ProcessEntry] {
        rows().map(ProcessEntry.init)
    }

    /// Those that started at that time or later (clock ticks since boot), zombies left out.
    package static func living(since: UInt64) -> [ProcessEntry] {
        rows().filter { $0.start_time >= since }.map(ProcessEntry.init).filter { !$0.isZombie }
    }

    /// The same of those that may bear one of the marks or are in one of the sessions, and of `pids`.
    static func living(
        marks: Set<UInt64>, sessions: Set<Int32> = [], besides pids: Set<Int32>, since: UInt64
    ) -> [ProcessEntry] {
        let found = suspects(Array(marks), Array(sessions)).filter { !pids.contains($0) }
        return (found + pids.sorted()).compactMap(read).filter {
            $0.startTime >= since && !$0.isZombie
        }
    }

    private static func suspects(_ marks: [UInt64], _ sessions: [Int32]) -> [Int32] {
        var capacity = 512
        while true {
            var pids = [Int32](repeating: 0, count: capacity)
            let found = Int(
                cp_suspects(
                    marks, Int32(marks.count), sessions, Int32(sessions.count), &pids,
                    Int32(capacity)))
            if found < 0 { return [] }  // `/proc` is always there
            if found <= capacity { return Array(pids[..<found]) }
            capacity = found + 64
        }
    }

    private static func rows() -> ArraySlice<cp_process> {
        var capacity = 512
        while true {
            var raw = [cp_process](repeating: cp_process(), count: capacity)
            let found = Int(cp_processes(&raw, Int32(capacity)))
            if found < 0 { return [] }  // `/proc` is always there
            if found <= capacity { return raw[..<found] }
            capacity = found + 64
        }
    }

    private init(_ raw: cp_process) {
        var name = raw.name
        let text = withUnsafeBytes(of: &name) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        self.init(
            pid: raw.pid, parent: raw.parent, group: raw.group, session: raw.session,
            startTime: raw.start_time,
            state: Character(Unicode.Scalar(UInt8(bitPattern: raw.state))), name: text)
    }

    /// The soft `RLIMIT_LOCKS`, which carries our mark; nil where unlimited or gone.
    package static func mark(of pid: Int32) -> UInt64? {
        let mark = cp_mark_of(pid)
        return mark == 0 ? nil : mark
    }

    /// Whether the environment that the process was started with has `NAME=value`.
    package static func hasEnvironment(_ pid: Int32, _ pairs: [String]) -> Bool {
        // Gone, or of another user: then it is not known to be ours.
        guard let bytes = try? FileSystem.read("/proc/\(pid)/environ") else { return false }
        let present = Set(bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) })
        return pairs.allSatisfy(present.contains)
    }
}
