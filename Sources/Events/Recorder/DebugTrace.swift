import Glibc
import Platform
import Vocabulary

/// The same in the JSON form that Perfetto and `chrome://tracing` open: `B` and `E` for work, `i` for
/// what happened, `b` and `e` for steps, which may change their thread.
///
/// Whole after each write, so that it can be opened also where this process was killed.
struct DebugTrace {
    /// Bytes; what comes later is not in the trace.
    static let limit = 32 << 20

    private let path: String
    private let descriptor: Descriptor
    private var size = 0
    private static let end = Array("\n]\n".utf8)

    init(_ path: String, process: String) throws(SystemError) {
        self.path = path
        descriptor = try Descriptor.open(path, O_WRONLY | O_CREAT | O_TRUNC)
        name(Int(getpid()), process)
    }

    mutating func write(_ line: DebugLine) { write(line, of: Int(getpid())) }

    /// What a supervisor recorded meanwhile, as a process of its own.
    mutating func join(_ part: SupervisorPart) {
        name(part.pid, part.process)
        for line in part.lines { write(line, of: part.pid) }
    }

    private mutating func name(_ pid: Int, _ process: String) {
        append([
            "name": "process_name", "ph": "M", "pid": JSON(pid), "tid": 0,
            "args": ["name": .string(process)],
        ])
    }

    private mutating func write(_ line: DebugLine, of pid: Int) {
        for event in Self.events(line, of: pid) where size < Self.limit { append(event) }
    }

    private mutating func append(_ event: JSON) {
        let start = size == 0 ? "[\n" : ",\n"
        let bytes = Array((start + event.compact).utf8)
        let written = (bytes + Self.end).withUnsafeBytes {
            pwrite(descriptor.raw, $0.baseAddress, $0.count, off_t(size))
        }
        // What has no room is not there: the next one takes its place.
        if written == bytes.count + Self.end.count { size += bytes.count }
    }

    private static func events(_ line: DebugLine, of pid: Int) -> [JSON] {
        let moment = line.moment
        var event: JSON.Object = [
            "name": .string(moment.work.rawValue), "cat": "envctl",
            "ph": .string(phase(moment.kind)), "ts": .double(Double(moment.time) / 1000),
            "pid": JSON(pid), "tid": JSON(line.thread), "args": .object(moment.data),
        ]
        guard moment.work == .event, let name = moment.data["event"]?.string else {
            if moment.kind == .note { event["s"] = "t" }
            return [.object(event)]
        }
        event["name"] = .string(name)
        event["s"] = "p"
        // Steps are the command's own; told twice, they would end twice.
        let step = pid == Int(getpid()) ? step(name, moment.data, event) : nil
        return [.object(event)] + [step].compactMap(\.self)
    }

    private static func phase(_ kind: RecordedMoment.Kind) -> String {
        switch kind {
        case .begin: "B"
        case .end: "E"
        case .note: "i"
        }
    }

    private static func step(_ name: String, _ data: JSON.Object, _ event: JSON.Object) -> JSON? {
        guard let id = data["data"]?["id"]?.string, name == "step.start" || name == "step.end"
        else { return nil }
        var step = event
        step["s"] = nil
        step["name"] = .string(id)
        step["cat"] = "step"
        step["id"] = .string(id)
        step["ph"] = name == "step.start" ? "b" : "e"
        return .object(step)
    }
}
