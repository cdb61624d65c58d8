import Vocabulary

/// A piece of text as it was written, and what the core schema of YAML 1.2 takes it for.
struct Scalar: Sendable, Equatable {
    enum Style: Sendable, Equatable {
        /// Without quotes: numbers, booleans and null are recognised.
        case plain
        /// Quoted or a block: always a string.
        case quoted
        /// From an environment variable or an assignment: fits every type that can read it.
        case untyped
    }

    enum Kind: Sendable, Equatable {
        case null
        case boolean(Bool)
        case integer(Int64)
        case number(Double)
        case string
    }

    var text: String
    var style: Style
    /// Columns from the node's place to the text's first character; nil where characters of the text
    /// and columns do not run in step (several lines, escapes).
    var indent: Int?

    init(text: String, style: Style, indent: Int? = nil) {
        self.text = text
        self.style = style
        self.indent = indent
    }

    var kind: Kind {
        guard style == .plain else { return .string }
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .boolean(true)
        case "false", "False", "FALSE": return .boolean(false)
        default: return Self.integer(text).map(Kind.integer) ?? Self.number(text) ?? .string
        }
    }

    var isNull: Bool { kind == .null }

    /// `'abc'`, `the number 5`, `the boolean true`, `nothing`.
    var summary: String {
        switch kind {
        case .null: "nothing"
        case .boolean: "the boolean \(text)"
        case .integer, .number: "the number \(text)"
        case .string: "'\(text.count > 60 ? text.prefix(57) + "…" : text[...])'"
        }
    }

    var json: JSON {
        switch kind {
        case .null: .null
        case .boolean(let flag): .bool(flag)
        case .integer(let number): .int(number)
        case .number(let number): .double(number)
        case .string: .string(text)
        }
    }

    /// `12`, `-3`, `0o17`, `0x1F`.
    private static func integer(_ text: String) -> Int64? {
        if text.hasPrefix("0o") { return digits(text.dropFirst(2), radix: 8) }
        if text.hasPrefix("0x") { return digits(text.dropFirst(2), radix: 16) }
        let unsigned = text.drop { $0 == "-" || $0 == "+" }
        guard text.utf8.count - unsigned.utf8.count <= 1 else { return nil }
        return digits(unsigned, radix: 10) == nil ? nil : Int64(text)
    }

    private static func digits(_ text: Substring, radix: Int) -> Int64? {
        text.hasPrefix("-") || text.hasPrefix("+") ? nil : Int64(text, radix: radix)
    }

    /// `1.10`, `.5`, `1e3`, `-.inf`, `.nan`.
    private static func number(_ text: String) -> Kind? {
        switch text {
        case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": return .number(.infinity)
        case "-.inf", "-.Inf", "-.INF": return .number(-.infinity)
        case ".nan", ".NaN", ".NAN": return .number(.nan)
        default: break
        }
        let allowed = text.utf8.allSatisfy { Array("0123456789.eE+-".utf8).contains($0) }
        guard allowed, text.utf8.contains(where: { (0x30...0x39).contains($0) }) else { return nil }
        return Double(text).map(Kind.number)
    }
}
