/// Compares a secret with a text in which any of its bytes may be escaped: for a URL (`%2F`, `+`),
/// JSON and programming languages (`\"`, `\n`, `\u00e9`, `\xc3`), shells (`'\''`, `'"'"'`, `\ `),
/// SQL and YAML (`''`) and XML (`&amp;`), also one within another.
enum EscapedText {
    /// The byte that the escape at `index` stands for, where one stands there.
    static func firstByte(_ text: [UInt8], at index: Int) -> UInt8? {
        switch text[index] {
        case UInt8(ascii: "%"): return percent(text, at: index)?.byte
        case UInt8(ascii: "&"): return entity(text, at: index)?.byte
        case UInt8(ascii: "'"), UInt8(ascii: "\""):
            return quote(text[index], in: text, at: index).map { _ in text[index] }
        case UInt8(ascii: "\\"): return backslash(text, at: index)?.bytes.first
        default: return nil
        }
    }

    /// The end of `secret` at `index`, or nil where something else stands there.
    static func end(of secret: [UInt8], in text: [UInt8], at index: Int) -> Int? {
        var place = index
        var offset = 0
        while offset < secret.count {
            guard place < text.count,
                let step = step(secret, offset, text, place)
            else { return nil }
            offset += step.secret
            place += step.text
        }
        return place
    }

    /// How many bytes of the secret stand in how many of the text.
    private static func step(
        _ secret: [UInt8], _ offset: Int, _ text: [UInt8], _ place: Int
    ) -> (secret: Int, text: Int)? {
        let wanted = secret[offset]
        let found = text[place]
        switch found {
        case UInt8(ascii: "%"):
            if let code = percent(text, at: place), code.byte == wanted { return (1, code.length) }
        case UInt8(ascii: "&"):
            if let code = entity(text, at: place), code.byte == wanted { return (1, code.length) }
        case UInt8(ascii: "'"), UInt8(ascii: "\""):
            if found == wanted, let length = quote(found, in: text, at: place) {
                return (1, length)
            }
        case UInt8(ascii: "\\"):
            return backslashes(secret, offset, text, place)
        case 0x0D where wanted == 0x0A && text.at(place + 1) == 0x0A:
            return (1, 2)
        case UInt8(ascii: "+") where wanted == 0x20:
            return (1, 1)
        default: break
        }
        return found == wanted ? (1, 1) : nil
    }

    /// A run of backslashes stands for one of any length, or escapes what follows it: each layer of
    /// encoding doubles them.
    private static func backslashes(
        _ secret: [UInt8], _ offset: Int, _ text: [UInt8], _ place: Int
    ) -> (secret: Int, text: Int)? {
        let isBackslash = { (byte: UInt8) in byte == UInt8(ascii: "\\") }
        let run = text.end(from: place, while: isBackslash) - place
        if isBackslash(secret[offset]) {
            return (secret.end(from: offset, while: isBackslash) - offset, run)
        }
        guard let code = backslash(text, at: place) else { return nil }
        let end = offset + code.bytes.count
        guard end <= secret.count, secret[offset..<end].elementsEqual(code.bytes) else {
            return nil
        }
        return (code.bytes.count, code.length)
    }

    /// `%2F`, and `%252F` of what was encoded twice.
    private static func percent(_ text: [UInt8], at index: Int) -> (byte: UInt8, length: Int)? {
        guard let byte = text.hexByte(at: index + 1) else { return nil }
        if byte == UInt8(ascii: "%"), let inner = text.hexByte(at: index + 3) { return (inner, 5) }
        return (byte, 3)
    }

    /// The length of a doubled quote or one that a shell's text was left for.
    private static func quote(_ quote: UInt8, in text: [UInt8], at index: Int) -> Int? {
        if quote == UInt8(ascii: "'") {
            if text.has(#"'\''"#, at: index) { return 4 }
            if text.has(#"'\\''"#, at: index) { return 5 }
            if text.has(#"'"'"'"#, at: index) { return 5 }
            if text.has(#"'\"'\"'"#, at: index) { return 7 }
        }
        return text.at(index + 1) == quote ? 2 : nil
    }

    private static func entity(_ text: [UInt8], at index: Int) -> (byte: UInt8, length: Int)? {
        let names: [(StaticString, UInt8)] = [
            ("&amp;", 0x26), ("&lt;", 0x3C), ("&gt;", 0x3E), ("&quot;", 0x22), ("&apos;", 0x27),
            ("&#39;", 0x27), ("&#x27;", 0x27), ("&#34;", 0x22), ("&#x22;", 0x22), ("&#10;", 0x0A),
            ("&#xA;", 0x0A),
        ]
        guard let found = names.first(where: { text.has($0.0, at: index) }) else { return nil }
        return (found.1, found.0.utf8CodeUnitCount)
    }

    /// What the escape that begins with one or more backslashes stands for.
    private static func backslash(
        _ text: [UInt8], at index: Int
    ) -> (bytes: [UInt8], length: Int)? {
        let code = text.end(from: index) { $0 == UInt8(ascii: "\\") }
        guard let letter = text.at(code) else { return nil }
        let slashes = code - index
        switch letter {
        case UInt8(ascii: "u"):
            guard let scalar = UnicodeEscape.scalar(text, at: code + 1) else { break }
            return (Array(String(Character(scalar.value)).utf8), slashes + 1 + scalar.length)
        case UInt8(ascii: "x"):
            guard let byte = text.hexByte(at: code + 1) else { break }
            return ([byte], slashes + 3)
        case UInt8(ascii: "0")...UInt8(ascii: "3"):
            guard let byte = octal(text, at: code) else { break }
            return ([byte], slashes + 3)
        default: break
        }
        return ([control(letter) ?? letter], slashes + 1)
    }

    private static func control(_ letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "e"), UInt8(ascii: "E"): 0x1B
        default: nil
        }
    }

    private static func octal(_ text: [UInt8], at index: Int) -> UInt8? {
        guard index + 3 <= text.count else { return nil }
        let digits = text[index..<index + 3]
        guard digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x37 }) else { return nil }
        return digits.reduce(0) { $0 << 3 | ($1 - 0x30) }
    }
}
