extension JSON {
    /// UTF-8 text on one line, without a line feed at its end.
    package var compact: String {
        var writer = Writer(indented: false)
        writer.write(self, depth: 0)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// UTF-8 text indented by two spaces, with a line feed at its end.
    package var pretty: String {
        var writer = Writer(indented: true)
        writer.write(self, depth: 0)
        return String(decoding: writer.bytes, as: UTF8.self) + "\n"
    }

    private struct Writer {
        let indented: Bool
        var bytes: [UInt8] = []

        mutating func write(_ value: JSON, depth: Int) {
            switch value {
            case .null: bytes += "null".utf8
            case .bool(let flag): bytes += (flag ? "true" : "false").utf8
            case .int(let number): bytes += String(number).utf8
            case .double(let number): bytes += (number.isFinite ? "\(number)" : "null").utf8
            case .string(let text): write(text)
            case .array(let elements):
                sequence(elements, open: "[", close: "]", depth: depth) {
                    $0.write($1, depth: depth + 1)
                }
            case .object(let object):
                sequence(object.members, open: "{", close: "}", depth: depth) {
                    $0.write($1.key)
                    $0.bytes += ($0.indented ? ": " : ":").utf8
                    $0.write($1.value, depth: depth + 1)
                }
            }
        }

        private mutating func sequence<Element>(
            _ elements: [Element], open: String, close: String, depth: Int,
            _ body: (inout Writer, Element) -> Void
        ) {
            bytes += open.utf8
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                lineBreak(depth + 1)
                body(&self, element)
            }
            if !elements.isEmpty { lineBreak(depth) }
            bytes += close.utf8
        }

        private mutating func lineBreak(_ depth: Int) {
            guard indented else { return }
            bytes.append(UInt8(ascii: "\n"))
            bytes += repeatElement(UInt8(ascii: " "), count: depth * 2)
        }

        private mutating func write(_ text: String) {
            bytes.append(UInt8(ascii: "\""))
            for byte in text.utf8 {
                switch byte {
                case UInt8(ascii: "\""): bytes += #"\""#.utf8
                case UInt8(ascii: "\\"): bytes += #"\\"#.utf8
                case 0x0A: bytes += #"\n"#.utf8
                case 0x0D: bytes += #"\r"#.utf8
                case 0x09: bytes += #"\t"#.utf8
                case 0..<0x20: bytes += #"\u00"#.utf8 + Self.hex(byte)
                default: bytes.append(byte)
                }
            }
            bytes.append(UInt8(ascii: "\""))
        }

        private static func hex(_ byte: UInt8) -> [UInt8] {
            let digits = Array("0123456789abcdef".utf8)
            return [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
    }
}
