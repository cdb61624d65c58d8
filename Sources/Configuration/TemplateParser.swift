/// Reads `${…}` and `$$` in a scalar of the configuration.
struct TemplateParser {
    /// A `${` without its end, or words that are no reference at all.
    struct Problem {
        /// The words between the braces; nil where the closing brace is missing.
        var words: String?
        var origin: Origin
    }

    private(set) var problems: [Problem] = []
    /// Each well-formed reference with its words and place.
    private(set) var found: [(words: String, origin: Origin)] = []
    private var parts: [Template.Part] = []
    private var literal = ""
    private let node: Node

    static func template(_ node: Node) -> Template {
        var parser = TemplateParser(node)
        return parser.parse()
    }

    init(_ node: Node) { self.node = node }

    mutating func parse() -> Template {
        let text = node.scalar?.text ?? ""
        let scalars = Array(text.unicodeScalars)
        var index = 0
        while index < scalars.count {
            if scalars[index] == "$", index + 1 < scalars.count {
                index = dollar(scalars, at: index)
            } else {
                literal.unicodeScalars.append(scalars[index])
                index += 1
            }
        }
        flush()
        return Template(text: text, parts: parts, origin: node.origin)
    }

    /// Takes what begins with the `$` at `index`, and answers where to go on.
    private mutating func dollar(_ scalars: [Unicode.Scalar], at index: Int) -> Int {
        switch scalars[index + 1] {
        case "$":
            literal += "$"
            return index + 2
        case "{": return reference(scalars, at: index)
        default:
            literal += "$"
            return index + 1
        }
    }

    private mutating func reference(_ scalars: [Unicode.Scalar], at index: Int) -> Int {
        guard let end = scalars[index...].firstIndex(of: "}") else {
            problems.append(Problem(words: nil, origin: origin(at: index)))
            return scalars.count
        }
        var words = ""
        words.unicodeScalars.append(contentsOf: scalars[(index + 2)..<end])
        if let reference = Reference(words) {
            flush()
            parts.append(.reference(reference, at: origin(at: index)))
            found.append((words, origin(at: index)))
        } else {
            problems.append(Problem(words: words, origin: origin(at: index)))
        }
        return end + 1
    }

    private mutating func flush() {
        if !literal.isEmpty { parts.append(.literal(literal)) }
        literal = ""
    }

    /// The place of a character, or of the whole scalar where columns and characters differ.
    private func origin(at offset: Int) -> Origin {
        var place = node.origin
        if let indent = node.scalar?.indent, let column = place.column {
            place.column = column + indent + offset
        }
        return place
    }
}
