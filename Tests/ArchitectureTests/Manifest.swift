/// Reads the dependency lists out of the text of Package.swift: asking the package manager for them
/// takes seconds, and it may be what runs this test.
///
/// Knows the three forms that the manifest uses: `let floorN… = […]`, `floor("Name", […])` and
/// `.target(name: "Name", dependencies: […])`.
struct Manifest {
    private let text: String
    private var variables: [String: [String]] = [:]

    init(_ text: String) {
        self.text = Self.withoutComments(text)
        for name in ["floor0", "floor1", "floor2"] {
            variables[name] = names(in: definition(of: name))
        }
    }

    /// Target name to the names of its dependencies; test targets are left out.
    var targets: [String: [String]] {
        var result: [String: [String]] = [:]
        for arguments in calls(of: " floor(") {
            guard let name = Self.strings(in: arguments).first else { continue }
            result[name] = names(in: arguments).filter { $0 != name }
        }
        for call in [".target(", ".executableTarget(", ".systemLibrary("] {
            for arguments in calls(of: call) {
                // `floor` itself calls `.target(name: name, …)`: no target.
                guard let name = Self.strings(in: arguments).first,
                    arguments.contains("name: \"\(name)\"")
                else { continue }
                result[name] = names(in: list(after: "dependencies:", in: arguments))
            }
        }
        return result
    }

    /// The text between `let name… =` and the next statement.
    private func definition(of name: String) -> String {
        guard let start = text.firstRange(of: "let \(name): ") else { return "" }
        let rest = text[start.upperBound...]
        guard let equals = rest.firstIndex(of: "=") else { return "" }
        let end = rest[equals...].firstRange(of: "\nlet ")?.lowerBound ?? rest.endIndex
        return String(rest[rest.index(after: equals)..<end])
    }

    /// Quoted words, and those of the variables that are named.
    private func names(in expression: String) -> [String] {
        variables.filter { expression.contains($0.key) }.flatMap(\.value)
            + Self.strings(in: expression)
    }

    /// The arguments of each call of `name`, up to the parenthesis that closes it.
    private func calls(of name: String) -> [String] {
        var result: [String] = []
        var rest = text[...]
        while let start = rest.firstRange(of: name) {
            rest = rest[start.upperBound...]
            result.append(Self.balanced(rest, open: "(", close: ")"))
        }
        return result
    }

    private func list(after label: String, in arguments: String) -> String {
        guard let start = arguments.firstRange(of: label) else { return "" }
        let rest = arguments[start.upperBound...]
        guard let bracket = rest.firstIndex(of: "[") else { return "" }
        return Self.balanced(rest[rest.index(after: bracket)...], open: "[", close: "]")
    }

    private static func balanced(_ text: Substring, open: Character, close: Character) -> String {
        var depth = 1
        let end = text.firstIndex { character in
            if character == open { depth += 1 }
            if character == close { depth -= 1 }
            return depth == 0
        }
        return String(text[..<(end ?? text.endIndex)])
    }

    private static func strings(in expression: String) -> [String] {
        let parts = expression.split(separator: "\"", omittingEmptySubsequences: false)
        return parts.indices.filter { $0 % 2 == 1 }.map { String(parts[$0]) }
    }

    private static func withoutComments(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .filter { !$0.drop { $0 == " " }.hasPrefix("//") }.joined(separator: "\n")
    }
}
