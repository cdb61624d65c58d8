import Glibc
import Platform

/// What the kernel has told of processes that it ended for lack of memory (`/dev/kmsg`); nothing
/// where this user may not read it.
enum KernelLog {
    struct Entry: Sendable, Equatable {
        /// Since boot, as CLOCK_MONOTONIC has it but for the time in suspend.
        var microseconds: Int
        var pid: Int32
        var text: String
    }

    static func killed() -> [Entry] {
        // Only root may read it on most machines: then the signal is all that is known.
        guard let log = try? Descriptor.open("/dev/kmsg", O_RDONLY | O_NONBLOCK) else { return [] }
        var record = [UInt8](repeating: 0, count: 8192)
        var entries: [Entry] = []
        while true {
            let count = read(log.raw, &record, record.count)
            // One that was overwritten meanwhile is passed; the next read goes on behind it.
            if count < 0, errno == EPIPE || errno == EINTR { continue }
            guard count > 0 else { return entries }
            if let entry = parse(String(decoding: record[..<count], as: UTF8.self)) {
                entries.append(entry)
            }
        }
    }

    /// `3,1234,5678900,-;Memory cgroup out of memory: Killed process 77 (python3) total-vm:…`
    static func parse(_ record: String) -> Entry? {
        let line = record.prefix { $0 != "\n" }
        guard let semicolon = line.firstIndex(of: ";") else { return nil }
        let head = line[..<semicolon].split(separator: ",")
        let text = line[line.index(after: semicolon)...]
        guard head.count > 2, let time = Int(head[2]),
            text.hasPrefix("Out of memory")
                || text.hasPrefix("Memory cgroup out of memory")
        else { return nil }
        let words = text.split(separator: " ")
        guard let place = words.firstIndex(of: "process"), place + 1 < words.count,
            let pid = Int32(words[place + 1])
        else { return nil }
        return Entry(microseconds: time, pid: pid, text: String(text.prefix(200)))
    }
}
