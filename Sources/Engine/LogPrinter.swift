import StateActions
import Terminal
import Vocabulary

/// Writes what was read of logs to the console.
struct LogPrinter {
    enum Form {
        /// The bytes as they are, of one component.
        case raw
        /// `api | line`, in the component's colour; `main/api | line` with several projects.
        case prefixed(withProject: Bool)
        /// One object a line.
        case json
    }

    private let console: Console
    private let form: Form
    private var lines: [LogSource: LogLines] = [:]
    /// In the order in which they came: each has its colour by that.
    private var order: [LogSource] = []
    private var width = 0

    init(_ console: Console, form: Form, sources: [LogSource]) {
        self.console = console
        self.form = form
        sources.forEach { register($0) }
    }

    /// Prints the finished lines among `bytes`; false where nobody reads any more.
    mutating func take(_ source: LogSource, _ bytes: [UInt8]) throws -> Bool {
        if case .raw = form {
            try console.answer(bytes: bytes)
        } else {
            try print(source, lines[source, default: LogLines()].take(bytes))
        }
        return !console.answersAreUnread
    }

    /// Prints what has no line feed at its end.
    mutating func finish() throws {
        for source in order {
            if let rest = lines[source]?.flush() { try print(source, [rest]) }
        }
    }

    private mutating func register(_ source: LogSource) {
        guard !order.contains(source) else { return }
        order.append(source)
        width = max(width, DisplayWidth.of(name(source)))
    }

    private mutating func print(_ source: LogSource, _ lines: [[UInt8]]) throws {
        guard !lines.isEmpty else { return }
        register(source)
        var output: [UInt8] = []
        for line in lines { output += written(source, line) + [UInt8(ascii: "\n")] }
        try console.answer(bytes: output)
    }

    private func written(_ source: LogSource, _ line: [UInt8]) -> [UInt8] {
        if case .json = form {
            let object: JSON = [
                "schema": "envctl.log_line/1", "project": source.project.json,
                "component": source.component.json,
                "line": .string(String(decoding: line, as: UTF8.self)),
            ]
            return Array(object.compact.utf8)
        }
        let ink = Ink.distinct(order.firstIndex(of: source) ?? 0)
        let prefix = name(source).padded(to: width) + " | "
        return Array(console.answerStyle.paint(prefix, ink).utf8) + line
    }

    private func name(_ source: LogSource) -> String {
        guard case .prefixed(withProject: true) = form else { return source.component.rawValue }
        return "\(source.project)/\(source.component)"
    }
}
