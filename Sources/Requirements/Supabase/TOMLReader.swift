import Vocabulary

/// Goes through a TOML text once, line by line.
struct TOMLReader {
    private var scanner: TOMLScanner
    private var entries: [TOMLDocument.Entry] = []
    private var seen: Set<String> = []
    private var table: [String] = []
    /// How many tables each array of tables has so far.
    private var counts: [String: Int] = [:]

    init(_ text: String, named name: String) { scanner = TOMLScanner(text, named: name) }

    mutating func document() throws(Failure) -> [TOMLDocument.Entry] {
        while true {
            scanner.skipBlank(lines: true)
            guard let next = scanner.peek else { return entries }
            if next == "[" { try header() } else { try pair(in: table) }
            try scanner.endLine()
        }
    }

    private mutating func header() throws(Failure) {
        scanner.advance()
        let isArray = scanner.take("[")
        var path = try keys()
        try scanner.expect("]")
        if isArray { try scanner.expect("]") }
        let name = path.joined(separator: ".")
        if isArray {
            path.append(String(counts[name, default: 0]))
            counts[name, default: 0] += 1
        } else if !seen.insert("[\(name)]").inserted {
            throw scanner.failure("the table '\(name)' is there twice")
        }
        table = path
    }

    private mutating func pair(in table: [String]) throws(Failure) {
        let line = scanner.line
        let path = table + (try keys())
        try scanner.expect("=")
        scanner.skipBlank()
        if scanner.take("{") { return try inlineTable(path) }
        let name = path.joined(separator: ".")
        guard seen.insert(name).inserted else {
            throw scanner.failure("the key '\(name)' is there twice")
        }
        entries.append(TOMLDocument.Entry(path: name, value: try value(), line: line))
    }

    private mutating func inlineTable(_ path: [String]) throws(Failure) {
        scanner.skipBlank()
        if scanner.take("}") { return }
        while true {
            try pair(in: path)
            scanner.skipBlank()
            if scanner.take("}") { return }
            try scanner.expect(",")
            scanner.skipBlank()
        }
    }

    private mutating func keys() throws(Failure) -> [String] {
        var keys: [String] = []
        repeat {
            scanner.skipBlank()
            keys.append(try key())
            scanner.skipBlank()
        } while scanner.take(".")
        return keys
    }

    private mutating func key() throws(Failure) -> String {
        if let text = try scanner.quoted() { return text }
        let word = scanner.word { $0.isASCII && ($0.isLetter || $0.isNumber || "_-".contains($0)) }
        if word.isEmpty { throw scanner.failure("a key was expected") }
        return word
    }

    private mutating func value() throws(Failure) -> TOMLDocument.Value {
        if let text = try scanner.quoted() { return .string(text) }
        if scanner.take("[") { return .array(try elements()) }
        let word = scanner.word { !",]}#".contains($0) && !$0.isWhitespace }
        switch word {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "": throw scanner.failure("a value was expected")
        default: return Self.number(word).map(TOMLDocument.Value.int) ?? .other(word)
        }
    }

    private mutating func elements() throws(Failure) -> [TOMLDocument.Value] {
        var values: [TOMLDocument.Value] = []
        while true {
            scanner.skipBlank(lines: true)
            if scanner.take("]") { return values }
            values.append(try value())
            scanner.skipBlank(lines: true)
            if scanner.take("]") { return values }
            try scanner.expect(",")
        }
    }

    /// `1_000`, `+5`; underscores stand between digits only.
    private static func number(_ word: String) -> Int? {
        guard word.first != "_", word.last != "_" else { return nil }
        return Int(word.filter { $0 != "_" })
    }
}
