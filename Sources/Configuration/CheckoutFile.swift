package import Vocabulary

/// A `.envctl` file: lines of `KEY=VALUE`, comments, and one block that envctl itself writes.
///
/// What is outside of the block is kept byte for byte, whatever it is.
package struct CheckoutFile: Sendable, Equatable {
    /// One `KEY=VALUE` line.
    package struct Line: Sendable, Equatable {
        package var key: String
        /// Without quotes, escapes resolved.
        package var value: String
        /// 1-based.
        package var number: Int
        /// Whether it is in envctl's own block.
        package var isManaged: Bool
    }

    package static let blockStart = "# >>> envctl >>>"
    package static let blockEnd = "# <<< envctl <<<"

    package private(set) var bytes: [UInt8]
    package private(set) var lines: [Line] = []
    /// Lines that are no `KEY=VALUE`, and blocks without an end, with their line numbers.
    package private(set) var problems: [(number: Int, message: String)] = []
    /// The bytes of the block, its two markers and its last line feed included.
    private var block: Range<Int>?
    /// The line of a marker that has no partner.
    private var brokenBlock: Int?

    /// Reads the content of a file; nothing is refused here, problems are listed.
    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
        read()
    }

    package static func == (left: CheckoutFile, right: CheckoutFile) -> Bool {
        left.bytes == right.bytes
    }

    /// The last value of each key in the block, in order.
    package var managed: [(key: String, value: String)] {
        lines.filter(\.isManaged).map { ($0.key, $0.value) }
    }

    /// The same file with the block holding exactly `settings`; without any the block is gone.
    ///
    /// The block keeps its place; a new one is put at the end.
    ///
    /// - Throws: `config.block_broken` where a marker of the block is missing, since then nobody knows
    ///   which lines are whose.
    package func replacingBlock(
        with settings: [(key: String, value: String)]
    ) throws(Failure) -> CheckoutFile {
        if let line = brokenBlock {
            throw Failure(
                "config.block_broken", "the block of envctl in .envctl is not whole",
                at: ".envctl:\(line)",
                hint: "restore or remove the lines '\(Self.blockStart)' and '\(Self.blockEnd)'")
        }
        let eol = usesCarriageReturns ? "\r\n" : "\n"
        let body = settings.map { "\($0.key)=\(Self.quoted($0.value))" }
        let lines = settings.isEmpty ? [] : [Self.blockStart] + body + [Self.blockEnd]
        let text = Array(lines.map { $0 + eol }.joined().utf8)
        guard let block else {
            let gap = bytes.isEmpty || bytes.last == 0x0A || text.isEmpty ? [] : Array(eol.utf8)
            return CheckoutFile(bytes + gap + text)
        }
        return CheckoutFile(bytes[..<block.lowerBound] + text + bytes[block.upperBound...])
    }

    private var usesCarriageReturns: Bool {
        guard let feed = bytes.firstIndex(of: 0x0A), feed > 0 else { return false }
        return bytes[feed - 1] == 0x0D
    }

    /// As it has to be written so that reading gives `value` again.
    static func quoted(_ value: String) -> String {
        let isPlain = value.unicodeScalars.allSatisfy { scalar in
            scalar.isASCIILetter || scalar.isASCIIDigit
                || "_-./:@%+,=".unicodeScalars.contains(scalar)
        }
        if isPlain { return value }
        var result = "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

// MARK: - Reading

extension CheckoutFile {
    private mutating func read() {
        var offset = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var number = 0
        var opened: (offset: Int, line: Int)?
        while offset < bytes.count {
            number += 1
            let end = bytes[offset...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
            let text = Self.trimmed(String(decoding: bytes[offset..<end], as: UTF8.self))
            switch text {
            case Self.blockStart: open(&opened, offset, number)
            case Self.blockEnd: close(&opened, end, number)
            default: read(line: text, number, isManaged: opened != nil)
            }
            offset = end
        }
        if let opened {
            breakBlock(opened.line, "the block of envctl has no '\(Self.blockEnd)'")
            for index in lines.indices { lines[index].isManaged = false }
        }
    }

    private mutating func open(
        _ opened: inout (offset: Int, line: Int)?, _ offset: Int, _ number: Int
    ) {
        if opened != nil || block != nil {
            return breakBlock(number, "a second block of envctl")
        }
        opened = (offset, number)
    }

    private mutating func close(
        _ opened: inout (offset: Int, line: Int)?, _ end: Int, _ number: Int
    ) {
        guard let start = opened else {
            return breakBlock(number, "'\(Self.blockEnd)' without its start")
        }
        block = start.offset..<end
        opened = nil
    }

    private mutating func breakBlock(_ number: Int, _ message: String) {
        problems.append((number, message))
        brokenBlock = brokenBlock ?? number
    }

    private mutating func read(line text: String, _ number: Int, isManaged: Bool) {
        if text.isEmpty || text.hasPrefix("#") { return }
        let assignment = text.hasPrefix("export ") ? Self.trimmed(String(text.dropFirst(7))) : text
        guard let equals = assignment.firstIndex(of: "="), equals != assignment.startIndex else {
            return problems.append((number, "no KEY=VALUE"))
        }
        let key = Self.trimmed(String(assignment[..<equals]))
        guard
            let value = Self.unquoted(
                Self.trimmed(String(assignment[assignment.index(after: equals)...])))
        else {
            return problems.append((number, "the value of '\(key)' has a quote without its end"))
        }
        lines.append(Line(key: key, value: value, number: number, isManaged: isManaged))
    }

    /// `'…'` as it is, `"…"` with escapes, else up to ` #`; nil where a quote has no end.
    private static func unquoted(_ text: String) -> String? {
        guard let quote = text.first, quote == "'" || quote == "\"" else {
            return uncommented(text)
        }
        var result = ""
        var rest = text.dropFirst()
        while let character = rest.popFirst() {
            if character == quote { return isComment(rest) ? result : nil }
            if character == "\\", quote == "\"", let next = rest.popFirst() {
                result.append(["n": "\n", "r": "\r", "t": "\t"][next] ?? next)
            } else {
                result.append(character)
            }
        }
        return nil
    }

    private static func isComment(_ rest: Substring) -> Bool {
        let text = trimmed(String(rest))
        return text.isEmpty || text.hasPrefix("#")
    }

    private static func uncommented(_ text: String) -> String {
        var previous: Character = " "
        for index in text.indices {
            if text[index] == "#", previous == " " || previous == "\t" {
                return trimmed(String(text[..<index]))
            }
            previous = text[index]
        }
        return text
    }

    private static func trimmed(_ text: String) -> String {
        func isSpace(_ character: Character) -> Bool {
            [" ", "\t", "\r", "\n", "\r\n"].contains(character)
        }
        let start = text.drop(while: isSpace)
        return String(start.reversed().drop(while: isSpace).reversed())
    }
}
