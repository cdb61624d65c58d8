import Terminal
import Vocabulary

/// The one place that turns an error into words and an exit code.
enum FailureRendering {
    /// What failed · where · why · what to type next; one line each, the first with the mark.
    static func text(_ failure: Failure, style: Style) -> String {
        var lines = [style.paint("error:", .red, .bold) + " " + failure.message]
        if let location = failure.location { lines.append("  where: " + location) }
        for (index, cause) in failure.causes.enumerated() {
            lines.append((index == 0 ? "  why:   " : "         ") + indented(cause))
        }
        if let hint = failure.hint { lines.append("  next:  " + indented(hint)) }
        return lines.joined(separator: "\n")
    }

    private static func indented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).joined(
            separator: "\n         ")
    }

    static func json(_ failure: Failure, schema: String) -> JSON {
        ["schema": .string(schema), "ok": false, "error": failure.json]
    }

    /// 2 where the user ended or declined it, else 1.
    static func exitCode(_ failure: Failure) -> Int32 {
        interruptions.contains(failure.code) ? 2 : 1
    }

    /// Only the user's signal cancels a wait.
    private static let interruptions: Set<String> = [
        "start.interrupted", "command.interrupted", "command.declined", "lock.cancelled",
        "supervisor.cancelled",
    ]
}
