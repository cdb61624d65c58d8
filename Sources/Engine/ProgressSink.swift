import Events
import Synchronization
import Terminal
import Vocabulary

/// One plain line of progress for each event that a person wants to know of, on stderr.
final class ProgressSink: EventSink {
    private let console: Console
    /// Set before lines where several projects are at work at once.
    private let prefix: String
    private let quiet: Bool

    init(_ console: Console, project: String? = nil, quiet: Bool = false) {
        self.console = console
        self.quiet = quiet
        prefix = project.map { $0 + ": " } ?? ""
    }

    func emit(_ event: Event) {
        guard !quiet, let line = Self.line(event) else { return }
        console.progress(prefix + line)
    }

    /// Nil for what is no news to a person.
    static func line(_ event: Event) -> String? {
        let name = event.component?.rawValue ?? ""
        let data = event.data
        switch event.name {
        case "component.ready": return ready(name, data)
        case "component.launched": return "\(name): launched, pid \(data["pid"]?.int ?? 0)"
        case "component.stopped": return stopped(name, data)
        case "port.moved":
            let holder = data["holder"]?.string.map { " (held by \($0))" } ?? ""
            return
                "\(name): port \(number(data["from"])) was taken\(holder), now \(number(data["to"]))"
        case "start.note": return data["text"]?.string
        case "state.set_aside": return setAside(data)
        case "start.waiting", "stop.waiting":
            return waiting(data["holder"]?.string ?? "")
        case "requirement.installing": return "\(name): \(data["command"]?.string ?? "installing")"
        case "step.start": return stepStart(data)
        case "step.progress": return stepProgress(data)
        case "step.end": return stepEnd(data)
        default: return nil
        }
    }

    private static func setAside(_ data: JSON.Object) -> String {
        let reason = data["reason"]?.string.map { " (\($0))" } ?? ""
        return "a damaged record was set aside as \(data["set_aside"]?.string ?? "")\(reason)"
            + ", and is made anew"
    }

    /// Who has just taken the lock may not have written its name there yet.
    private static func waiting(_ holder: String) -> String {
        "waiting for another command here" + (holder.isEmpty ? "" : ": \(holder)")
    }

    private static func ready(_ name: String, _ data: JSON.Object) -> String {
        let time = Elapsed(milliseconds: data["milliseconds"]?.int ?? 0)
        let address = data["address"]?.string.map { " at \($0)" } ?? ""
        return "\(name): ready in \(time)\(address)"
    }

    private static func stopped(_ name: String, _ data: JSON.Object) -> String {
        let time = Elapsed(milliseconds: data["milliseconds"]?.int ?? 0)
        return "\(name): stopped in \(time)"
    }

    /// Launching and waiting have events of their own.
    private static func stepStart(_ data: JSON.Object) -> String? {
        guard let id = data["id"]?.string, !id.hasSuffix(".launch"), !id.hasSuffix(".ready") else {
            return nil
        }
        return "\(id): \(data["description"]?.string ?? "")"
    }

    private static func stepProgress(_ data: JSON.Object) -> String? {
        guard let id = data["id"]?.string, let message = data["message"]?.string else { return nil }
        return "\(id): \(message)"
    }

    private static func stepEnd(_ data: JSON.Object) -> String? {
        guard let id = data["id"]?.string, data["outcome"]?.string == "skipped",
            !id.hasSuffix(".launch"), !id.hasSuffix(".ready")
        else { return nil }
        return "\(id): skipped, \(data["reason"]?.string ?? "")"
    }

    private static func number(_ json: JSON?) -> String { json?.int.map(String.init) ?? "?" }
}
