import Events
import StateActions
import Terminal
import Vocabulary

/// Writes lines of logs to the console, many at once.
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
    private let showsTimes: Bool
    /// What a program gets to read is without it; a person sees what the component wrote.
    private let secrets: SecretRegistry
    /// In the order in which they came: each has its colour by that.
    private var order: [LogSource] = []
    private var prefixes: [LogSource: [UInt8]] = [:]
    private var width = 0
    private var output: [UInt8] = []
    /// Whether there was a line since it was set to false.
    var hasPrinted = false

    private static let batch = 65_536

    init(
        _ console: Console, form: Form, showsTimes: Bool = false, sources: [LogSource],
        secrets: SecretRegistry
    ) {
        self.console = console
        self.secrets = secrets
        self.form = form
        self.showsTimes = showsTimes
        for source in sources { register(source) }
    }

    /// Nobody reads any more.
    var isUnread: Bool { console.answersAreUnread }

    /// Takes a line; false where nobody reads any more.
    mutating func take(_ line: LogLine) throws -> Bool {
        hasPrinted = true
        if !order.contains(line.source) { register(line.source) }
        write(line)
        if output.count >= Self.batch { try flush() }
        return !isUnread
    }

    /// Prints what was taken.
    mutating func flush() throws {
        if output.isEmpty { return }
        try console.answer(bytes: output)
        output.removeAll(keepingCapacity: true)
    }

    private mutating func register(_ source: LogSource) {
        order.append(source)
        width = max(width, DisplayWidth.of(name(source)))
        prefixes = [:]
    }

    private mutating func write(_ line: LogLine) {
        switch form {
        case .json:
            output += json(line).compact.utf8
            output.append(0x0A)
        case .raw:
            if showsTimes { output += time(line) }
            output += line.bytes
            if line.isFinished { output.append(0x0A) }
        case .prefixed:
            output += prefix(line.source)
            if showsTimes { output += time(line) }
            output += line.bytes
            output.append(0x0A)
        }
    }

    private func json(_ line: LogLine) -> JSON {
        [
            "schema": "envctl.log_line/1", "project": line.source.project.json,
            "component": line.source.component.json, "time": line.time?.json ?? .null,
            "line": .string(secrets.redactor.text(String(decoding: line.bytes, as: UTF8.self))),
        ]
    }

    /// As wide as a time where none is known.
    private func time(_ line: LogLine) -> [UInt8] {
        let text = line.time?.description ?? "-".padded(to: 24)
        return Array((console.answerStyle.paint(text, .dim) + " ").utf8)
    }

    private mutating func prefix(_ source: LogSource) -> [UInt8] {
        if let known = prefixes[source] { return known }
        let ink = Ink.distinct(order.firstIndex(of: source) ?? 0)
        let text = name(source).padded(to: width) + " | "
        let made = Array(console.answerStyle.paint(text, ink).utf8)
        prefixes[source] = made
        return made
    }

    private func name(_ source: LogSource) -> String {
        guard case .prefixed(withProject: true) = form else { return source.component.rawValue }
        return "\(source.project)/\(source.component)"
    }
}
