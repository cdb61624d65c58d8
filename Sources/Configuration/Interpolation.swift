/// `$A`, `${A}`, `${A:-b}` and their kin in a text, by the rules of compose.
package struct Interpolation {
    /// Why a text can't be expanded.
    package struct Problem: Error, Equatable {
        package let message: String
    }

    /// The value of a variable; nil where it is unset.
    private let lookup: (String) -> String?

    package init(lookup: @escaping (String) -> String?) { self.lookup = lookup }

    /// An unset variable without a default is nothing.
    ///
    /// - Parameter escapes: whether `\n`, `\"`, `\$` and the like are resolved, as between double
    ///   quotes.
    package func expand(_ text: String, escapes: Bool = false) throws(Problem) -> String {
        try expand(Array(text.unicodeScalars)[...], escapes: escapes)
    }

    private typealias Scalars = ArraySlice<Unicode.Scalar>

    private func expand(_ text: Scalars, escapes: Bool) throws(Problem) -> String {
        var rest = text
        var result = String.UnicodeScalarView()
        while let scalar = rest.popFirst() {
            if scalar == "\\", escapes {
                result.append(contentsOf: Self.escape(&rest))
            } else if scalar == "$" {
                result.append(contentsOf: try dollar(&rest, escapes: escapes).unicodeScalars)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    /// A backslash before anything else stays, and so does what follows it.
    private static func escape(_ rest: inout Scalars) -> [Unicode.Scalar] {
        guard let next = rest.popFirst() else { return ["\\"] }
        if let plain = escapes[next] { return [plain] }
        return ["\\", next]
    }

    private static let escapes: [Unicode.Scalar: Unicode.Scalar] = [
        "a": "\u{07}", "b": "\u{08}", "f": "\u{0C}", "n": "\n", "r": "\r", "t": "\t", "v": "\u{0B}",
        "\\": "\\", "\"": "\"", "'": "'", "$": "$",
    ]

    // MARK: what follows a dollar

    private func dollar(_ rest: inout Scalars, escapes: Bool) throws(Problem) -> String {
        switch rest.first {
        case "$":
            rest.removeFirst()
            return "$"
        case "{":
            rest.removeFirst()
            return try braced(try Self.body(&rest), escapes: escapes)
        default:
            let name = Self.name(&rest)
            return name.isEmpty ? "$" : lookup(name) ?? ""
        }
    }

    /// Up to the `}` that belongs to the `${` before it.
    private static func body(_ rest: inout Scalars) throws(Problem) -> Scalars {
        var depth = 1
        var previous: Unicode.Scalar?
        for index in rest.indices {
            let scalar = rest[index]
            if scalar == "{", previous == "$" { depth += 1 }
            if scalar == "}" { depth -= 1 }
            if depth == 0 {
                defer { rest = rest[(index + 1)...] }
                return rest[..<index]
            }
            previous = scalar
        }
        throw Problem(message: "'${' without its '}'")
    }

    private static func name(_ rest: inout Scalars) -> String {
        var name = String.UnicodeScalarView()
        while let scalar = rest.first,
            scalar == "_" || isLetter(scalar) || (isDigit(scalar) && !name.isEmpty)
        {
            name.append(scalar)
            rest.removeFirst()
        }
        return String(name)
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    /// A default or a message is expanded only where it is used.
    private func braced(_ body: Scalars, escapes: Bool) throws(Problem) -> String {
        var rest = body
        let name = Self.name(&rest)
        guard !name.isEmpty else { throw Self.unknown(body) }
        var value = lookup(name)
        if rest.isEmpty { return value ?? "" }
        if rest.first == ":" {
            rest.removeFirst()
            // With the colon, empty is as good as unset.
            if value == "" { value = nil }
        }
        switch rest.popFirst() {
        case "-":
            if let value { return value }
            return try expand(rest, escapes: escapes)
        case "+": return try value == nil ? "" : expand(rest, escapes: escapes)
        case "?":
            if let value { return value }
            let message = try expand(rest, escapes: escapes)
            throw Problem(message: "\(name) must be set" + (message.isEmpty ? "" : ": \(message)"))
        default: throw Self.unknown(body)
        }
    }

    private static func unknown(_ body: Scalars) -> Problem {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: body)
        return Problem(
            message: "'${\(String(text))}' is no reference; those are ${A}, ${A:-b}, ${A-b}, "
                + "${A:?message}, ${A?message}, ${A:+b} and ${A+b}")
    }
}
