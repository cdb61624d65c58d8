/// A text as it may stand in another one.
enum Encoded {
    /// Every form that the redactor promises to see through, by name.
    static func all(_ text: String) -> [(name: String, text: String)] {
        var forms = [("plain", text), ("url", percent(text, upper: true))]
        forms.append(("url, lower case", percent(text, upper: false)))
        forms.append(("form", swap(percent(text, upper: true), "%20", "+")))
        forms.append(("url twice", percent(percent(text, upper: true), upper: true)))
        forms.append(("every byte", text.utf8.map { "%" + hex($0) }.joined()))
        forms += [("json", json(text)), ("json, ascii only", asciiJSON(text))]
        forms.append(("json twice", json(json(text))))
        forms.append(("shell, single quotes", swap(text, "'", #"'\''"#)))
        forms.append(("shell, other quotes", swap(text, "'", #"'"'"'"#)))
        forms.append(("shell, backslashes", text.map(backslashed).joined()))
        forms += [("sql", swap(text, "'", "''")), ("xml", xml(text))]
        forms.append(("python bytes", bytes(text) { "\\x" + hex($0).lowercased() }))
        forms.append(("octal", bytes(text) { "\\" + String($0, radix: 8) }))
        return forms + opaque(text).enumerated().map { ("opaque \($0.offset)", $0.element) }
    }

    private static func swap(_ text: String, _ old: String, _ new: String) -> String {
        text.replacing(old, with: new)
    }

    private static func backslashed(_ character: Character) -> String {
        character.isLetter || character.isNumber || character == "\n" || character == "\t"
            ? "\(character)" : "\\\(character)"
    }

    /// ASCII as it is, the rest as `escape` writes it.
    private static func bytes(_ text: String, _ escape: (UInt8) -> String) -> String {
        text.utf8.map { $0 < 0x80 ? ascii($0) : escape($0) }.joined()
    }

    /// base64 at each alignment, in both alphabets, and hex.
    static func opaque(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        let aligned = ["", "x", "xy"].map { base64(Array($0.utf8) + bytes) }
        let safe = aligned.map {
            $0.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        }
        return aligned + safe + [bytes.map(hex).joined(), bytes.map(hex).joined().lowercased()]
    }

    static func base64(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = Array(bytes[start..<min(start + 3, bytes.count)])
            let bits = (group + [0, 0]).prefix(3).reduce(0) { $0 << 8 | Int($1) }
            for place in 0..<4 {
                text.append(place <= group.count ? alphabet[bits >> (18 - 6 * place) & 63] : "=")
            }
        }
        return text
    }

    private static func hex(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return byte < 16 ? "0" + digits : digits
    }

    private static func percent(_ text: String, upper: Bool) -> String {
        text.utf8.map { byte in
            let isPlain =
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            return isPlain ? ascii(byte) : "%" + (upper ? hex(byte) : hex(byte).lowercased())
        }.joined()
    }

    private static func ascii(_ byte: UInt8) -> String {
        switch byte {
        case 0x0A: #"\n"#
        case UInt8(ascii: "\\"): #"\\"#
        case UInt8(ascii: "'"): #"\'"#
        default: String(UnicodeScalar(byte))
        }
    }

    private static func json(_ text: String) -> String {
        text.replacing("\\", with: #"\\"#).replacing("\"", with: #"\""#).replacing(
            "\n", with: #"\n"#)
    }

    private static func asciiJSON(_ text: String) -> String {
        json(text).utf16.map { unit in
            let digits = String(unit, radix: 16)
            return unit < 0x80
                ? String(UnicodeScalar(UInt8(unit)))
                : "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }.joined()
    }

    private static func xml(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(
            "\"", with: "&quot;"
        )
        .replacing("'", with: "&apos;")
    }
}
