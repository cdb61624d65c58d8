/// The registered secrets, made ready for one pass over a text.
///
/// Each is looked for as it is and in the escapes of URLs, JSON, shells, SQL and XML
/// (`EscapedText`), in hex, and in base64 at all three alignments (`Base64Forms`).
struct SecretIndex: Sendable {
    private let plain: [[UInt8]]
    private let base64: [[UInt8]]
    /// Places in `plain` and `base64`, by first byte.
    private let plainByFirst: [[Int]]
    private let base64ByFirst: [[Int]]

    let isEmpty: Bool

    init(_ secrets: some Sequence<String>) {
        // The longest first, so that a secret that holds another goes as a whole.
        let patterns = Set(secrets.flatMap(SecretValue.patterns)).sorted {
            $0.count == $1.count ? $0.lexicographicallyPrecedes($1) : $0.count > $1.count
        }
        plain = patterns
        base64 = patterns.flatMap(Base64Forms.of)
        plainByFirst = Self.byFirst(plain)
        base64ByFirst = Self.byFirst(base64)
        isEmpty = patterns.isEmpty
    }

    private static func byFirst(_ patterns: [[UInt8]]) -> [[Int]] {
        var places = [[Int]](repeating: [], count: 256)
        for (place, pattern) in patterns.enumerated() {
            if let first = pattern.first { places[Int(first)].append(place) }
        }
        return places
    }

    /// The end of the secret that begins at `index`, or nil.
    func match(_ text: [UInt8], at index: Int) -> Int? {
        plainMatch(text, at: index) ?? hexMatch(text, at: index) ?? base64Match(text, at: index)
    }

    private func plainMatch(_ text: [UInt8], at index: Int) -> Int? {
        let byte = text[index]
        for place in plainByFirst[Int(byte)] {
            let pattern = plain[place]
            let end =
                exact(text, at: index, pattern) ?? EscapedText.end(of: pattern, in: text, at: index)
            if let end, isAlone(text, index, end, pattern) { return end }
        }
        // It may begin with an escape instead.
        guard let first = EscapedText.firstByte(text, at: index), first != byte else { return nil }
        for place in plainByFirst[Int(first)] {
            if let end = EscapedText.end(of: plain[place], in: text, at: index) { return end }
        }
        return nil
    }

    private func exact(_ text: [UInt8], at index: Int, _ pattern: [UInt8]) -> Int? {
        guard index + pattern.count <= text.count else { return nil }
        for offset in 1..<pattern.count where text[index + offset] != pattern[offset] { return nil }
        return index + pattern.count
    }

    /// A short one counts only as a word of its own: it may be a part of another word by chance.
    private func isAlone(_ text: [UInt8], _ start: Int, _ end: Int, _ pattern: [UInt8]) -> Bool {
        pattern.count >= 12 || text.isWordStart(start) && text.isWordEnd(end)
    }

    /// As hex digits of either case; a blank, a colon or a line break may stand between two bytes.
    private func hexMatch(_ text: [UInt8], at index: Int) -> Int? {
        guard let first = text.hexByte(at: index) else { return nil }
        for place in plainByFirst[Int(first)] {
            if let end = hexEnd(of: plain[place], in: text, at: index) { return end }
        }
        return nil
    }

    private func hexEnd(of pattern: [UInt8], in text: [UInt8], at index: Int) -> Int? {
        var place = index
        for (offset, byte) in pattern.enumerated() {
            if offset > 0, let between = text.at(place),
                between == UInt8(ascii: ":") || between.isSpace || between.isLineBreak
            {
                place += 1
            }
            guard text.hexByte(at: place) == byte else { return nil }
            place += 2
        }
        return place
    }

    private func base64Match(_ text: [UInt8], at index: Int) -> Int? {
        guard let first = Base64Forms.standard(text[index]) else { return nil }
        for place in base64ByFirst[Int(first)] {
            if let end = Base64Forms.end(of: base64[place], in: text, at: index) { return end }
        }
        return nil
    }
}
