/// Looks for a command's patterns in its output while it comes, since only the tail is kept.
struct PatternWatch {
    private let errors: [String]
    private let successes: [String]
    private var lines = LineSplitter()
    /// The first line that contains an error pattern.
    private(set) var errorLine: String?
    private(set) var sawSuccess = false
    /// The last lines that are not blank.
    private(set) var lastLines: [String] = []
    /// So many of them are kept.
    static let kept = 8

    init(_ command: CommandSpec) {
        errors = command.errorPatterns
        successes = command.successPatterns
    }

    mutating func see(_ piece: some Collection<UInt8>) {
        for line in lines.split(piece) { look(line) }
    }

    /// Looks at a last line without a line feed.
    mutating func end() {
        if let line = lines.rest() { look(line) }
    }

    private mutating func look(_ line: String) {
        if line.contains(where: { !$0.isWhitespace }) {
            lastLines = lastLines.suffix(Self.kept - 1) + [line]
        }
        if errorLine == nil, errors.contains(where: line.contains) { errorLine = line }
        if successes.contains(where: line.contains) { sawSuccess = true }
    }
}
