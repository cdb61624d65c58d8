import Glibc
import Platform
import RunState
import Vocabulary

/// Processes of components, and how they ended.
extension Rules {
    static let memory: [Rule] = [
        Rule("out_of_memory") { facts in
            facts.exits.compactMap { exit in
                guard let words = exit.outOfMemory else { return nil }
                return Cause(
                    "out_of_memory",
                    "the kernel ended '\(exit.component)' for lack of memory",
                    component: exit.component,
                    evidence: ["at \(exit.time) it ended with \(describe(exit))", words],
                    next: "free -m",
                    advice: "give the machine or its cgroup more memory, "
                        + "or let the program take less")
            }
        }
    ]

    static let processes: [Rule] = [
        ended("restart_limit", "was restarted again and again, and ended each time") {
            $0.code == "component.restart_limit"
        },
        ended("command_not_found", "could not find its program (exit 127)") { $0.exitCode == 127 },
        ended("command_not_executable", "could not execute its program (exit 126)") {
            $0.exitCode == 126
        },
        ended("spawn_failed", "could not be started") { $0.code == "component.spawn_failed" },
        ended("killed", "was ended by a signal") { $0.exit?.signal != nil },
        ended("adopted_died", "ended while it was no child of its supervisor") {
            $0.code == "component.lost" || $0.code == "component.exited" && hasUnknownExit($0)
        },
        ended("exits_at_once", "ended before it was ready") { isUnready($0) && $0.exit != nil },
        ended("exited", "ended by itself") { $0.code == "component.exited" },
        ended("readiness_path", "answers its readiness probe with an error of HTTP") {
            isUnready($0) && ($0.numbers["http_status"]?.int ?? 0) >= 400
        },
        ended("never_ready", "ran, and was not ready in time", next: "envctl start --timeout 5m") {
            isUnready($0)
        },
        Rule(
            "start_timed_out", codes: ["start.timed_out"],
            "the start took longer than its time-out",
            next: "envctl start --timeout 5m"),
        Rule(
            "not_restored", codes: ["resume.not_restored"],
            "a component could not be brought back",
            next: "envctl start"),
    ]

    private static func ended(
        _ id: String, _ words: String, next: String? = nil,
        _ matches: @escaping @Sendable (Complaint) -> Bool
    ) -> Rule {
        Rule(
            id, { $0.component != nil && matches($0) },
            { "'\($0.component?.rawValue ?? "")' \(words)" },
            next: { next ?? "envctl logs \($0.component?.rawValue ?? "")" },
            "correct what its log complains about, then type 'envctl start'")
    }

    private static func isUnready(_ complaint: Complaint) -> Bool {
        complaint.code == "component.not_ready"
    }

    private static func hasUnknownExit(_ complaint: Complaint) -> Bool {
        complaint.exit.map { $0.code == nil && $0.signal == nil } ?? false
    }

    private static func describe(_ exit: ExitFact) -> Exit {
        Exit(code: exit.code, signal: exit.signal)
    }
}
