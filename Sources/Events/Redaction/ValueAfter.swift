/// The value that begins at a place: quoted, or up to what ends a word.
struct ValueAfter {
    var range: Range<Int>
    var isQuoted = false

    /// - Parameter key: where a separator stood before it.
    init(_ text: [UInt8], at start: Int, key: KeyBefore? = nil) {
        let open = text.end(from: start) { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "(") }
        if let quote = text.at(open), quote.isQuote {
            isQuoted = true
            let slashes = text[start..<open].count { $0 == UInt8(ascii: "\\") }
            range = (open + 1)..<Self.end(text, from: open + 1, quote, slashes: slashes)
        } else if text.has("&quot;", at: start) {
            isQuoted = true
            range = (start + 6)..<(text.find("&quot;", from: start + 6) ?? text.count)
        } else {
            let first = Self.behindScheme(
                text, text.at(start) == UInt8(ascii: "(") ? start + 1 : start)
            let isCookie = key.map { text.has("ookie", at: $0.range.upperBound - 5) } ?? false
            range = first..<Self.wordEnd(text, first, isFirst: key?.isFirst ?? false, isCookie)
        }
        if isQuoted { range = Self.behindScheme(text, range.lowerBound)..<range.upperBound }
        if range.lowerBound > range.upperBound { range = start..<start }
    }

    /// Where the quote ends that was opened behind that many backslashes.
    private static func end(_ text: [UInt8], from start: Int, _ quote: UInt8, slashes: Int) -> Int {
        var place = start
        while place < text.count {
            let run = text.end(from: place) { $0 == UInt8(ascii: "\\") } - place
            guard let byte = text.at(place + run) else { return text.count }
            if byte == quote, run <= slashes {
                // `''` of SQL and YAML, `'\''` of a shell.
                if quote == UInt8(ascii: "'"), text.at(place + run + 1) == quote {
                    place += run + 2
                    continue
                }
                if text.has(#"'\''"#, at: place) {
                    place += 4
                    continue
                }
                return place
            }
            place += run + 1
        }
        return text.count
    }

    /// The name of an authorization scheme is kept.
    private static func behindScheme(_ text: [UInt8], _ start: Int) -> Int {
        let schemes: [StaticString] = [
            "bearer ", "basic ", "token ", "digest ", "apikey ", "negotiate ",
        ]
        let scheme = schemes.first { text.has($0, at: start, ignoringCase: true) }
        return start + (scheme?.utf8CodeUnitCount ?? 0)
    }

    private static func wordEnd(
        _ text: [UInt8], _ start: Int, isFirst: Bool, _ isCookie: Bool
    ) -> Int {
        var place = start
        while place < text.count {
            let byte = text[place]
            if byte.isLineBreak || byte == UInt8(ascii: "\"") { break }
            if byte == UInt8(ascii: "\\"), let next = text.at(place + 1),
                next == UInt8(ascii: "n") || next == UInt8(ascii: "r") || next.isQuote
            {
                break
            }
            if !isCookie, byte.isSpace || byte == UInt8(ascii: "'") && place > start { break }
            if !isCookie, !isFirst, ",;&)]}<>|`".utf8.contains(byte) { break }
            place += 1
        }
        return place
    }

    /// Whether what stands there is to be hidden, for a key of that strength.
    ///
    /// - Parameter isProse: the key may be an ordinary word of a sentence.
    func isSecret(_ text: [UInt8], _ strength: SecretKey.Strength, isProse: Bool) -> Bool {
        let value = text[range]
        guard value.contains(where: \.isAlphanumeric) || value.count >= 6,
            !Self.isReference(value), !Self.isOrdinary(value)
        else { return false }
        let digits = value.count(where: \.isDigit)
        if digits == value.count {
            return strength == .strong ? !(isProse && digits <= 6) : digits > 8
        }
        // `secret.py:12: in …`.
        if isProse, !isQuoted, let colon = value.firstIndex(of: UInt8(ascii: ":")),
            value[..<colon].allSatisfy(\.isDigit)
        {
            return false
        }
        guard strength == .weak else { return true }
        if value.allSatisfy({ $0.isLower || "/._-".utf8.contains($0) }) {
            return value.count >= (isProse ? 20 : 9) && value.first != UInt8(ascii: "/")
        }
        return !isProse || isQuoted && value.count >= 8 || value.count >= 8 && digits > 0
            || value.count >= 20 && !value.contains(UInt8(ascii: "("))
    }

    /// `${NAME}`, `$NAME`, `$(…)`, `{{…}}`, `%s`, `<password>`, `***`, and what was hidden already.
    private static func isReference(_ value: ArraySlice<UInt8>) -> Bool {
        let rest = value.dropFirst()
        switch value.first {
        case UInt8(ascii: "$"):
            if let second = rest.first, second == UInt8(ascii: "{") || second == UInt8(ascii: "(") {
                return true
            }
            return rest.allSatisfy { $0.isUpper || $0.isDigit || $0 == UInt8(ascii: "_") }
        case UInt8(ascii: "{"), UInt8(ascii: "<"): return true
        case UInt8(ascii: "%"): return rest.count <= 2
        case UInt8(ascii: "["): return value.starts(with: "[redacted".utf8) || rest.isEmpty
        case UInt8(ascii: "*"): return rest.allSatisfy { $0 == UInt8(ascii: "*") }
        default: return false
        }
    }

    private static func isOrdinary(_ value: ArraySlice<UInt8>) -> Bool {
        guard value.count <= 16 else { return false }
        let word = value.prefix { $0.isLetter }
        guard value.dropFirst(word.count).allSatisfy({ !$0.isAlphanumeric }) else { return false }
        let text = String(decoding: word.map(\.lowercased), as: UTF8.self)
        return ordinary.contains(text) || told.contains(text)
    }

    /// What envctl says of a component behind its name, which may be `password` or `tokens`.
    private static let told: Set<String> = [
        "adopted", "data", "degraded", "ended", "exited", "failed", "held", "interrupted", "kept",
        "launched", "lost", "nothing", "port", "ready", "restarted", "resumed", "running", "runs",
        "skipped", "starting", "stopped", "stopping", "this", "undone",
    ]

    private static let ordinary: Set<String> = [
        "true", "false", "null", "none", "nil", "undefined", "yes", "no", "required", "missing",
        "invalid", "expected", "unexpected", "unset", "empty", "not", "is", "optional", "string",
        "str", "text", "int", "authentication", "changed", "expired", "wrong", "value", "a", "an",
        "the", "optionalstring", "unknown", "damaged", "permission", "cannot", "could", "found",
    ]
}
