/// Values beside a key that looks secret: `DB_PASSWORD=…`, `"api_key": "…"`, `--token …`,
/// `Authorization: Bearer …`, `Server=db;Password=…;`, `PASSWORD '…'`, `Key (token)=(…)`.
enum KeyedValues {
    /// The value behind what stands at `index`, if its key says so.
    static func match(_ text: [UInt8], at index: Int) -> RedactionFinding? {
        switch text[index] {
        case UInt8(ascii: "="), UInt8(ascii: ":"): return separated(text, at: index)
        case UInt8(ascii: "-"):
            guard text.at(index + 1) == UInt8(ascii: "-"), text.at(index - 1) != UInt8(ascii: "-"),
                text.isWordStart(index)
            else { return nil }
            return option(text, at: index)
        case UInt8(ascii: "'"): return statement(text, at: index)
        case UInt8(ascii: "b"), UInt8(ascii: "B"): return scheme(text, at: index)
        default: return nil
        }
    }

    private static func separated(_ text: [UInt8], at index: Int) -> RedactionFinding? {
        let next = text.at(index + 1)
        let isColon = text[index] == UInt8(ascii: ":")
        // An address, a qualified name.
        if isColon, next == UInt8(ascii: ":") || next == UInt8(ascii: "/") { return nil }
        guard let key = KeyBefore(text, separator: index),
            let strength = SecretKey.strength(text[key.range])
        else { return nil }
        var start = index + 1
        // `=>`, `:=`, `==`.
        while let byte = text.at(start), byte == UInt8(ascii: ">") || byte == UInt8(ascii: "=") {
            start += 1
        }
        start = text.end(from: start, while: \.isSpace)
        let value = ValueAfter(text, at: start, key: key)
        guard value.isSecret(text, strength, isProse: isColon && !key.isQuoted) else { return nil }
        return RedactionFinding(range: value.range, kind: .keyedValue)
    }

    /// `--password VALUE` and `"--password", "VALUE"`.
    private static func option(_ text: [UInt8], at index: Int) -> RedactionFinding? {
        let end = text.end(from: index + 2, while: \.isKey)
        guard let strength = SecretKey.strength(text[(index + 2)..<end]) else { return nil }
        var start = end
        if let byte = text.at(start), byte.isQuote || byte == UInt8(ascii: "\\") {
            start = text.end(from: start) { $0.isQuote || $0 == UInt8(ascii: "\\") }
            guard text.at(start) == UInt8(ascii: ",") else { return nil }
            start += 1
        }
        // A line break: the next word of a list.
        start = text.end(from: start) { $0.isSpace || $0 == 0x0A }
        let value = ValueAfter(text, at: start)
        guard start > end, text.at(value.range.lowerBound) != UInt8(ascii: "-"),
            value.isSecret(text, strength, isProse: true)
        else { return nil }
        return RedactionFinding(range: value.range, kind: .keyedValue)
    }

    /// SQL: `ALTER ROLE app PASSWORD '…'`, `IDENTIFIED BY '…'`.
    private static func statement(_ text: [UInt8], at index: Int) -> RedactionFinding? {
        guard text.at(index - 1) == 0x20,
            text.has("password", at: index - 9, ignoringCase: true)
                || text.has("identified by", at: index - 14, ignoringCase: true)
        else { return nil }
        let value = ValueAfter(text, at: index)
        guard value.isSecret(text, .strong, isProse: false) else { return nil }
        return RedactionFinding(range: value.range, kind: .keyedValue)
    }

    /// `Bearer …` and `Basic …`, without the name of the header.
    private static func scheme(_ text: [UInt8], at index: Int) -> RedactionFinding? {
        guard text.isWordStart(index) else { return nil }
        let isBearer = text.has("bearer ", at: index, ignoringCase: true)
        guard isBearer || text.has("basic ", at: index, ignoringCase: true) else { return nil }
        let start = index + (isBearer ? 7 : 6)
        let end = text.end(from: start) {
            $0.isKey || $0.base64Value != nil || $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: "~")
        }
        let token = text[start..<end]
        guard token.count >= 8,
            token.contains(where: \.isDigit) || token.last == UInt8(ascii: "=") || token.count >= 24
        else { return nil }
        return RedactionFinding(range: start..<end, kind: .authorization)
    }
}
