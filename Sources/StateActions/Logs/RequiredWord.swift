/// The longest word that every match of a POSIX extended expression holds.
struct RequiredWord {
    private(set) var text: [UInt8] = []
    /// The expression is that word and nothing else.
    private(set) var isAll = false

    private enum Piece {
        case byte(UInt8)
        /// What is before it may be missing (`*`, `?`, `{…}`).
        case optional
        /// No certain byte: `.`, `[…]`, an anchor, `+`, a class.
        case other
    }

    init(_ pattern: String) {
        let bytes = Array(pattern.utf8)
        // What stands in a group or beside a `|` may be left out.
        guard !bytes.contains(where: Array("|(".utf8).contains) else { return }
        var (index, current, isPlain) = (0, [UInt8](), true)
        while index < bytes.count {
            let piece = Self.piece(bytes, &index)
            if case .byte(let byte) = piece {
                current.append(byte)
                continue
            }
            isPlain = false
            if case .optional = piece { _ = current.popLast() }
            if current.count > text.count { text = current }
            current = []
        }
        if current.count > text.count { text = current }
        isAll = isPlain && !text.isEmpty
    }

    private static func piece(_ bytes: [UInt8], _ index: inout Int) -> Piece {
        let byte = bytes[index]
        index += 1
        switch byte {
        case UInt8(ascii: "*"), UInt8(ascii: "?"): return .optional
        case UInt8(ascii: "{"):
            index = bytes[index...].firstIndex(of: UInt8(ascii: "}")).map { $0 + 1 } ?? index
            return .optional
        case UInt8(ascii: "["):
            index = afterBrackets(bytes, index)
            return .other
        case UInt8(ascii: "."), UInt8(ascii: "^"), UInt8(ascii: "$"), UInt8(ascii: "+"):
            return .other
        case UInt8(ascii: "\\"):
            guard index < bytes.count else { return .other }
            index += 1
            // `\.` is a dot; `\b`, `\w` and `\<` are no text.
            return isSign(bytes[index - 1]) ? .byte(bytes[index - 1]) : .other
        default: return .byte(byte)
        }
    }

    private static func isSign(_ byte: UInt8) -> Bool {
        Array(".[]{}()*+?^$|\\/-".utf8).contains(byte)
    }

    /// The first position after the bracket that closes, from the one after the opening.
    private static func afterBrackets(_ bytes: [UInt8], _ start: Int) -> Int {
        var index = start
        if index < bytes.count, bytes[index] == UInt8(ascii: "^") { index += 1 }
        if index < bytes.count, bytes[index] == UInt8(ascii: "]") { index += 1 }
        while index < bytes.count, bytes[index] != UInt8(ascii: "]") {
            // A class such as `[:alpha:]` has brackets of its own.
            let opensClass = bytes[index] == UInt8(ascii: "[") && index + 1 < bytes.count
            if opensClass, Array(":.=".utf8).contains(bytes[index + 1]) {
                index = bytes[index...].firstIndex(of: UInt8(ascii: "]")) ?? bytes.count - 1
            }
            index += 1
        }
        return index + 1
    }
}
