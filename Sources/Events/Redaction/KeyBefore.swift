/// The key before a separator, with what may stand between them.
struct KeyBefore {
    var range: Range<Int>
    /// In quotes or brackets: then what follows is data, not prose.
    var isQuoted = false
    /// The first word of its line, as in a file of variables: the value may hold `;` and `&`.
    var isFirst = false

    init?(_ text: [UInt8], separator: Int) {
        var end = separator
        // `:=`, `?=`, `+=`.
        if let byte = text.at(end - 1), ":?+".utf8.contains(byte) { end -= 1 }
        while let byte = text.at(end - 1), byte.isSpace { end -= 1 }
        while let byte = text.at(end - 1), Self.closes(byte) {
            isQuoted = true
            end -= 1
        }
        if text.has("&quot;", at: end - 6) {
            isQuoted = true
            end -= 6
        }
        var start = end
        while let byte = text.at(start - 1), byte.isKey, end - start <= 128 { start -= 1 }
        // The letter of an escape is no part of it: `\nPASSWORD=`.
        if text.at(start - 1) == UInt8(ascii: "\\"), end - start > 1 { start += 1 }
        guard start < end else { return nil }
        range = start..<end
        isFirst = Self.isFirst(text, start)
    }

    private static func closes(_ byte: UInt8) -> Bool {
        byte.isQuote || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "]")
            || byte == UInt8(ascii: ")")
    }

    private static func isFirst(_ text: [UInt8], _ start: Int) -> Bool {
        guard let before = text.at(start - 1) else { return true }
        return before.isLineBreak || text.has("export ", at: start - 7)
            || before == UInt8(ascii: "n") && text.at(start - 2) == UInt8(ascii: "\\")
    }
}
