/// A text of `KEY=VALUE` lines as compose reads its `env_file`: quotes, several lines, `export`,
/// comments, `${…}`. Where well-known readers disagree is in `docs/env-files.md`.
package struct EnvironmentText {
    /// One variable, in the order of the text.
    package struct Entry: Sendable, Equatable {
        package var name: String
        /// Nil for a bare name, which stands for the caller's variable.
        package var value: String?
        /// Where it begins, 1-based.
        package var line: Int
    }

    /// The first thing that can't be read.
    package struct Problem: Error, Equatable {
        package let line: Int
        package let message: String
    }

    private let text: [Unicode.Scalar]
    private var position = 0
    private var entries: [Entry] = []
    private let lookup: (String) -> String?

    /// The variables of a text; a byte order mark and carriage returns before line feeds are not part
    /// of it.
    ///
    /// - Parameter lookup: what `${A}` stands for before the text's own earlier lines are asked.
    package static func entries(
        of bytes: [UInt8], lookup: @escaping (String) -> String?
    ) throws(Problem) -> [Entry] {
        var reader = EnvironmentText(bytes, lookup)
        try reader.read()
        return reader.entries
    }

    private init(_ bytes: [UInt8], _ lookup: @escaping (String) -> String?) {
        let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        let decoded = String(decoding: bytes.dropFirst(hasMark ? 3 : 0), as: UTF8.self)
        var scalars: [Unicode.Scalar] = []
        for scalar in decoded.unicodeScalars {
            if scalar == "\n", scalars.last == "\r" { scalars.removeLast() }
            scalars.append(scalar)
        }
        text = scalars
        self.lookup = lookup
    }

    private mutating func read() throws(Problem) {
        while position < text.count {
            skipBlanks()
            switch current {
            case nil: return
            case "\n": position += 1
            case "#": skipLine()
            default: try readEntry()
            }
        }
    }

    private mutating func readEntry() throws(Problem) {
        let line = line(of: position)
        skipExport()
        let name = try readName(line)
        skipBlanks()
        guard current == "=" || current == ":" else {
            guard current == nil || current == "\n" || current == "#" else {
                throw Problem(line: line, message: "no KEY=VALUE")
            }
            skipLine()
            return entries.append(Entry(name: name, value: nil, line: line))
        }
        position += 1
        let hasGap = current.map(Self.isBlank) ?? false
        skipBlanks()
        let value = try readValue(line, hasGap: hasGap)
        entries.append(Entry(name: name, value: value, line: line))
    }

    private mutating func readName(_ line: Int) throws(Problem) -> String {
        let start = position
        while let scalar = current, Self.isNamePart(scalar, isFirst: position == start) {
            position += 1
        }
        let name = string(start..<position)
        if name.isEmpty { throw Problem(line: line, message: "no KEY=VALUE") }
        return name
    }

    /// `export` is a word of its own only where a name follows it.
    private mutating func skipExport() {
        let word = Array("export".unicodeScalars)
        let end = position + word.count
        guard end < text.count, Array(text[position..<end]) == word, Self.isBlank(text[end]) else {
            return
        }
        let before = position
        position = end
        skipBlanks()
        if current == "=" || current == ":" || current == nil || current == "\n" {
            position = before
        }
    }
}

// MARK: - Values

extension EnvironmentText {
    private mutating func readValue(_ line: Int, hasGap: Bool) throws(Problem) -> String {
        switch current {
        case "'": return try readQuoted("'", line)
        case "\"": return try expanded(try readQuoted("\"", line), line, escapes: true)
        default: return try expanded(readPlain(hasGap: hasGap), line, escapes: false)
        }
    }

    /// Up to the end of the line, or to a `#` with a blank before it.
    private mutating func readPlain(hasGap: Bool) -> String {
        let start = position
        var end = position
        while let scalar = current, scalar != "\n" {
            let isAfterBlank = position == start ? hasGap : Self.isBlank(text[position - 1])
            if scalar == "#", isAfterBlank { break }
            position += 1
            if !Self.isBlank(scalar) { end = position }
        }
        skipLine()
        return string(start..<end)
    }

    /// Up to the closing quote, on this line or a later one. Between single quotes nothing but `\'` is
    /// special; between double quotes escapes are left to the expansion.
    private mutating func readQuoted(_ quote: Unicode.Scalar, _ line: Int) throws(Problem) -> String
    {
        position += 1
        var value = String.UnicodeScalarView()
        while let scalar = current {
            position += 1
            if scalar == quote {
                try readEnd(line)
                return String(value)
            }
            if scalar == "\\", let next = current, next == quote || quote == "\"" {
                if quote == "\"" { value.append(scalar) }
                value.append(next)
                position += 1
            } else {
                value.append(scalar)
            }
        }
        throw Problem(line: line, message: "a quote without its end")
    }

    private mutating func readEnd(_ line: Int) throws(Problem) {
        skipBlanks()
        guard let scalar = current, scalar != "\n", scalar != "#" else { return skipLine() }
        throw Problem(
            line: self.line(of: position), message: "'\(scalar)' after the end of a quoted value")
    }

    /// What is outside of the text wins over its own earlier lines, as in compose.
    private func expanded(
        _ value: String, _ line: Int, escapes: Bool
    ) throws(Problem) -> String {
        let (lookup, entries) = (lookup, entries)
        let interpolation = Interpolation { name in
            lookup(name) ?? entries.last { $0.name == name && $0.value != nil }?.value
        }
        do throws(Interpolation.Problem) {
            return try interpolation.expand(value, escapes: escapes)
        } catch { throw Problem(line: line, message: error.message) }
    }
}

// MARK: - Scanning

extension EnvironmentText {
    private var current: Unicode.Scalar? { position < text.count ? text[position] : nil }

    private mutating func skipBlanks() {
        while let scalar = current, Self.isBlank(scalar) { position += 1 }
    }

    /// To the beginning of the next line.
    private mutating func skipLine() {
        while let scalar = current {
            position += 1
            if scalar == "\n" { return }
        }
    }

    private func line(of position: Int) -> Int {
        1 + text[..<position].count { $0 == "\n" }
    }

    private func string(_ range: Range<Int>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: text[range])
        return String(view)
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\t" || scalar == "\r"
    }

    /// Whether it can stand before the `=`.
    static func isName(_ text: String) -> Bool {
        !text.isEmpty
            && text.unicodeScalars.enumerated().allSatisfy {
                isNamePart($0.element, isFirst: $0.offset == 0)
            }
    }

    private static func isNamePart(_ scalar: Unicode.Scalar, isFirst: Bool) -> Bool {
        if scalar == "_" || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) {
            return true
        }
        return !isFirst && (("0"..."9").contains(scalar) || scalar == "." || scalar == "-")
    }
}
