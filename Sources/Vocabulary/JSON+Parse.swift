/// Text that is no JSON; `offset` counts bytes from 0.
package struct JSONSyntaxError: FailureConvertible, Equatable {
    package var message: String
    package var offset: Int

    package var failure: Failure {
        Failure("json.syntax", "not valid JSON", because: ["\(message) at byte \(offset)"])
    }
}

extension JSON {
    /// Parses one JSON text (RFC 8259), at most 256 levels deep.
    package static func parse(_ bytes: some Sequence<UInt8>) throws(JSONSyntaxError) -> JSON {
        var parser = Parser(bytes: Array(bytes))
        parser.skipSpace()
        let value = try parser.value(depth: 0)
        parser.skipSpace()
        guard parser.atEnd else { throw parser.error("text after the value") }
        return value
    }

    package static func parse(_ text: String) throws(JSONSyntaxError) -> JSON {
        try parse(text.utf8)
    }

    private struct Parser {
        let bytes: [UInt8]
        var position = 0
        static let deepest = 256

        init(bytes: [UInt8]) { self.bytes = bytes }

        var atEnd: Bool { position == bytes.count }
        var next: UInt8? { position < bytes.count ? bytes[position] : nil }

        func error(_ message: String) -> JSONSyntaxError {
            JSONSyntaxError(message: message, offset: position)
        }

        mutating func skipSpace() {
            while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
                position += 1
            }
        }

        mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard next == UInt8(ascii: character) else { return false }
            position += 1
            return true
        }

        mutating func value(depth: Int) throws(JSONSyntaxError) -> JSON {
            guard depth < Self.deepest else { throw error("nested too deeply") }
            switch next {
            case UInt8(ascii: "{"): return try object(depth: depth)
            case UInt8(ascii: "["): return try array(depth: depth)
            case UInt8(ascii: "\""): return .string(try string())
            case UInt8(ascii: "t"): return try word("true", .bool(true))
            case UInt8(ascii: "f"): return try word("false", .bool(false))
            case UInt8(ascii: "n"): return try word("null", .null)
            default: return try number()
            }
        }

        private mutating func word(_ text: String, _ value: JSON) throws(JSONSyntaxError) -> JSON {
            guard bytes[position...].starts(with: text.utf8) else { throw error("unknown word") }
            position += text.utf8.count
            return value
        }

        private mutating func object(depth: Int) throws(JSONSyntaxError) -> JSON {
            position += 1
            var members: [(key: String, value: JSON)] = []
            skipSpace()
            if take("}") { return .object(Object()) }
            repeat {
                skipSpace()
                guard next == UInt8(ascii: "\"") else { throw error("expected a key") }
                let key = try string()
                skipSpace()
                guard take(":") else { throw error("expected ':'") }
                skipSpace()
                members.append((key, try value(depth: depth + 1)))
                skipSpace()
            } while take(",")
            guard take("}") else { throw error("expected ',' or '}'") }
            return .object(Object(unchecked: members))
        }

        private mutating func array(depth: Int) throws(JSONSyntaxError) -> JSON {
            position += 1
            var elements: [JSON] = []
            skipSpace()
            if take("]") { return .array([]) }
            repeat {
                skipSpace()
                elements.append(try value(depth: depth + 1))
                skipSpace()
            } while take(",")
            guard take("]") else { throw error("expected ',' or ']'") }
            return .array(elements)
        }

        private mutating func number() throws(JSONSyntaxError) -> JSON {
            let start = position
            while let byte = next, byte.isNumberByte { position += 1 }
            let text = String(decoding: bytes[start..<position], as: UTF8.self)
            if let whole = Int64(text) { return .int(whole) }
            guard !text.isEmpty, let number = Double(text) else {
                throw JSONSyntaxError(message: "expected a value", offset: start)
            }
            return .double(number)
        }

        private mutating func string() throws(JSONSyntaxError) -> String {
            position += 1
            var out: [UInt8] = []
            while let byte = next {
                position += 1
                switch byte {
                case UInt8(ascii: "\""): return String(decoding: out, as: UTF8.self)
                case UInt8(ascii: "\\"): try escape(into: &out)
                case 0..<0x20: throw error("a control character in a string")
                default: out.append(byte)
                }
            }
            throw error("a string without an end")
        }

        private mutating func escape(into out: inout [UInt8]) throws(JSONSyntaxError) {
            guard let byte = next else { throw error("a string without an end") }
            position += 1
            switch byte {
            case UInt8(ascii: "n"): out.append(0x0A)
            case UInt8(ascii: "t"): out.append(0x09)
            case UInt8(ascii: "r"): out.append(0x0D)
            case UInt8(ascii: "b"): out.append(0x08)
            case UInt8(ascii: "f"): out.append(0x0C)
            case UInt8(ascii: "u"): out += String(Character(try unicodeEscape())).utf8
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): out.append(byte)
            default: throw error("an unknown escape")
            }
        }

        /// One `\uXXXX`, or a surrogate pair; a lone surrogate becomes U+FFFD.
        private mutating func unicodeEscape() throws(JSONSyntaxError) -> Unicode.Scalar {
            let high = try hexDigits()
            guard (0xD800..<0xDC00).contains(high) else {
                return Unicode.Scalar(high) ?? "\u{FFFD}"
            }
            guard bytes[position...].starts(with: #"\u"#.utf8) else { return "\u{FFFD}" }
            position += 2
            let low = try hexDigits()
            guard (0xDC00..<0xE000).contains(low) else { return "\u{FFFD}" }
            return Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)) ?? "\u{FFFD}"
        }

        private mutating func hexDigits() throws(JSONSyntaxError) -> UInt32 {
            guard position + 4 <= bytes.count,
                let value = UInt32(
                    String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
            else { throw error("expected four hex digits") }
            position += 4
            return value
        }
    }
}

extension UInt8 {
    fileprivate var isNumberByte: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
            UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }
}
