import Vocabulary

/// The characters of a TOML text, with line and column of the next one.
struct TOMLScanner {
    private let characters: [Character]
    private let name: String
    private var index = 0
    /// From 1.
    private(set) var line = 1
    private var column = 1

    init(_ text: String, named name: String) {
        characters = Array(text)
        self.name = name
    }

    var peek: Character? { index < characters.count ? characters[index] : nil }

    mutating func advance() {
        guard let next = peek else { return }
        index += 1
        column += 1
        if next.isNewline { (line, column) = (line + 1, 1) }
    }

    mutating func take(_ character: Character) -> Bool {
        guard peek == character else { return false }
        advance()
        return true
    }

    mutating func expect(_ character: Character) throws(Failure) {
        skipBlank()
        if !take(character) { throw failure("'\(character)' was expected") }
    }

    /// - Parameter lines: over the ends of lines and comments too.
    mutating func skipBlank(lines: Bool = false) {
        while let next = peek {
            if lines, next == "#" {
                while let rest = peek, !rest.isNewline { advance() }
            } else if next == " " || next == "\t" || lines && next.isNewline {
                advance()
            } else {
                return
            }
        }
    }

    mutating func endLine() throws(Failure) {
        skipBlank()
        guard let next = peek else { return }
        if next != "#", !next.isNewline { throw failure("the line should end here") }
        skipBlank(lines: true)
    }

    mutating func word(while isPart: (Character) -> Bool) -> String {
        var word = ""
        while let next = peek, isPart(next) {
            word.append(next)
            advance()
        }
        return word
    }

    /// A string in quotes of any kind; nil where none begins here.
    mutating func quoted() throws(Failure) -> String? {
        guard let quote = peek, quote == "\"" || quote == "'" else { return nil }
        advance()
        guard take(quote) else { return try text(until: quote, count: 1) }
        guard take(quote) else { return "" }
        // A line's end right after three quotes is no part of the text.
        if peek?.isNewline == true { advance() }
        return try text(until: quote, count: 3)
    }

    private mutating func text(until quote: Character, count: Int) throws(Failure) -> String {
        var text = ""
        while let next = peek {
            if next.isNewline, count == 1 { break }
            if isAt(quote, count) {
                for _ in 0..<count { advance() }
                return text
            }
            advance()
            if next == "\\", quote == "\"" { text += try escaped() } else { text.append(next) }
        }
        throw failure("the text is not closed")
    }

    private func isAt(_ quote: Character, _ count: Int) -> Bool {
        index + count <= characters.count
            && characters[index..<index + count].allSatisfy { $0 == quote }
    }

    private mutating func escaped() throws(Failure) -> String {
        guard let letter = peek else { throw failure("the text is not closed") }
        if letter.isNewline {
            skipBlank(lines: true)
            return ""
        }
        advance()
        switch letter {
        case "n": return "\n"
        case "t": return "\t"
        case "r": return "\r"
        case "b": return "\u{8}"
        case "f": return "\u{C}"
        case "\"", "\\": return String(letter)
        case "u", "U": return try scalar(digits: letter == "u" ? 4 : 8)
        default: throw failure("there is no escape '\\\(letter)'")
        }
    }

    private mutating func scalar(digits: Int) throws(Failure) -> String {
        var code = ""
        for _ in 0..<digits {
            if let next = peek { code.append(next) }
            advance()
        }
        guard let value = UInt32(code, radix: 16), let scalar = Unicode.Scalar(value) else {
            throw failure("'\(code)' is no character")
        }
        return String(Character(scalar))
    }

    func failure(_ what: String) -> Failure {
        Failure(
            "toml.syntax", "the file is no TOML that can be read: \(what)",
            at: "\(name):\(line):\(column)")
    }
}
