import Platform
import Vocabulary

/// What one supervisor recorded while a command was at work, read from its session: for the command's
/// trace, since a file has one writer and a supervisor outlives the command.
struct SupervisorPart {
    let pid: Int
    /// As a trace names a process: `envctl-supervisor main`.
    let process: String
    /// In order; each end has its beginning and each beginning its end on the same thread.
    let lines: [DebugLine]

    /// Of all supervisors that record into this folder and had something to tell since then.
    ///
    /// - Parameter since: nanoseconds of CLOCK_MONOTONIC.
    static func all(in debug: String, since: UInt64) -> [SupervisorPart] {
        // No folder: nobody records.
        let names = (try? FileSystem.list(debug)) ?? []
        return names.filter { $0.hasPrefix(DebugSession.prefix) && $0.hasSuffix("-supervisor") }
            .sorted().compactMap { SupervisorPart(session: Path.join(debug, $0), since: since) }
    }

    private init?(session: String, since: UInt64) {
        let newest = Self.read(Path.join(session, DebugSession.file))
        guard let head = newest.first.flatMap(DebugLine.init(json:))?.moment.data,
            let pid = head["pid"]?.int
        else { return nil }
        let older = Self.read(Path.join(session, DebugSession.older))
        let all = (older + newest).compactMap(DebugLine.init(json:))
        lines = Self.paired(all.filter { $0.moment.time >= since && $0.moment.work != .session })
        if lines.isEmpty { return nil }
        self.pid = pid
        process = "\(head["program"]?.string ?? "") \(head["command"]?.string ?? "")"
    }

    /// What is no whole line is left out.
    private static func read(_ path: String) -> [JSON] {
        // A file that is not there, or is being put aside just now, tells nothing.
        let bytes = (try? FileSystem.read(path)) ?? []
        return bytes.split(separator: 0x0A).compactMap { try? JSON.parse($0) }  // as above
    }

    /// Without the ends of what began before, and with an end for what is still under way.
    private static func paired(_ lines: [DebugLine]) -> [DebugLine] {
        var open: [Int: [DebugLine]] = [:]
        var result = lines.filter { line in
            switch line.moment.kind {
            case .begin: open[line.thread, default: []].append(line)
            case .end: return open[line.thread, default: []].popLast() != nil
            case .note: break
            }
            return true
        }
        guard let last = lines.map(\.moment.time).max() else { return result }
        for begun in open.values.flatMap({ $0.reversed() }) {
            var end = begun
            end.moment = RecordedMoment(.end, begun.moment.work, time: last)
            result.append(end)
        }
        return result
    }
}
