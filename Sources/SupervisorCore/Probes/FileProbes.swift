import Platform
import Supervision
import Vocabulary

/// A file that is there, or has a line that says so. Looked at every 5 ms while starting.
final class FileProbe: PolledProbe {
    private let path: String
    private let line: Int?
    private let value: String?

    init(
        _ path: String, _ line: Int?, _ value: String?, _ context: ProbeContext,
        _ passed: @escaping (String) -> Void
    ) {
        self.path = path
        self.line = line
        self.value = value.map { Self.filled($0, String(context.pid)) }
        super.init("file \(Path.name(path))", interval: 5, context, passed)
    }

    override func look() -> String? {
        guard let value else { return FileSystem.exists(path) ? nil : "\(path) does not exist" }
        // Not there yet, or not readable: both mean not yet.
        guard let text = try? FileSystem.readText(path) else { return "\(path) does not exist" }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(Self.trimmed)
        guard let line else { return lines.contains(value) ? nil : "no line is '\(value)'" }
        let found = line >= 1 && line <= lines.count ? lines[line - 1] : ""
        return found == value ? nil : "line \(line) is '\(found)'"
    }

    private static func trimmed(_ line: Substring) -> String {
        var line = line
        while let last = line.last, last == " " || last == "\t" || last == "\r" {
            line = line.dropLast()
        }
        return String(line)
    }

    /// `{pid}` stands for the pid of the incarnation.
    static func filled(_ value: String, _ pid: String) -> String {
        var result = ""
        var rest = value[...]
        while let open = rest.firstIndex(of: "{") {
            result += rest[..<open]
            if rest[open...].hasPrefix("{pid}") {
                result += pid
                rest = rest[open...].dropFirst(5)
            } else {
                result += "{"
                rest = rest[open...].dropFirst()
            }
        }
        return result + rest
    }
}

/// A line of the log since the launch; new lines are looked for every 20 ms while starting.
final class LogProbe: PolledProbe {
    private let expression: Expression
    private var reader: LogReader

    init(_ pattern: String, _ context: ProbeContext, _ passed: @escaping (String) -> Void) {
        expression = Expression(pattern)
        reader = LogReader(path: context.spec.log, offset: context.logOffset)
        super.init("log /\(pattern)/", interval: 20, context, passed)
    }

    override func look() -> String? {
        if let problem = expression.problem { return "the expression is not valid: \(problem)" }
        return reader.newLines().contains(where: expression.matches)
            ? nil : "no line of the log matches"
    }
}
