/// Which versions of a program are good enough: `15`, `>=14`, `>=14,<17`, `!=15.1`.
package struct VersionConstraint: Sendable, Equatable, CustomStringConvertible {
    enum Comparison: String, CaseIterable {
        case atLeast = ">="
        case atMost = "<="
        case not = "!="
        case exactly = "=="
        case above = ">"
        case below = "<"
        case matches = "="
    }

    struct Term: Equatable {
        var comparison: Comparison
        var version: [Int]
    }

    /// As it was written.
    package let description: String
    let terms: [Term]

    /// Terms joined by commas, all of which must hold; nil where the text is no constraint.
    ///
    /// A bare version is a prefix: `15` accepts `15.2`, but `15.2` does not accept `15.3`.
    package init?(_ text: String) {
        let pieces = text.split(separator: ",", omittingEmptySubsequences: false)
        let terms = pieces.compactMap(Self.term)
        guard !terms.isEmpty, terms.count == pieces.count else { return nil }
        self.description = text
        self.terms = terms
    }

    /// Whether a program that calls itself `version` (`16.4`, `17beta1`, `7.0.15`) will do.
    package func accepts(_ version: String) -> Bool {
        guard let numbers = Self.leadingNumbers(version) else { return false }
        return terms.allSatisfy { $0.accepts(numbers) }
    }

    private static func term(_ piece: Substring) -> Term? {
        let text = piece.filter { $0 != " " }
        let comparison = Comparison.allCases.first { text.hasPrefix($0.rawValue) }
        let rest = text.dropFirst(comparison?.rawValue.count ?? 0)
        let parts = rest.split(separator: ".", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { $0.utf8.allSatisfy(isDigit) ? Int($0) : nil }
        guard !numbers.isEmpty, numbers.count == parts.count else { return nil }
        return Term(comparison: comparison ?? .matches, version: numbers)
    }

    /// The numbers at the front: `[17]` of `17beta1`, `[16, 4]` of `16.4 (Debian 16.4-1)`.
    private static func leadingNumbers(_ version: String) -> [Int]? {
        var numbers: [Int] = []
        for part in version.split(separator: ".", omittingEmptySubsequences: false) {
            let digits = String(decoding: part.utf8.prefix(while: isDigit), as: UTF8.self)
            guard let number = Int(digits) else { break }
            numbers.append(number)
            if digits.utf8.count < part.utf8.count { break }
        }
        return numbers.isEmpty ? nil : numbers
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}

extension VersionConstraint.Term {
    /// `>` and `<=` look at as many levels as they name: 15.3 is not above 15.
    func accepts(_ numbers: [Int]) -> Bool {
        let prefix = Self.fill(Array(numbers.prefix(version.count)), to: version.count)
        return switch comparison {
        case .matches: prefix == version
        case .not: prefix != version
        case .exactly:
            Self.fill(numbers, to: version.count) == Self.fill(version, to: numbers.count)
        case .atLeast: !prefix.lexicographicallyPrecedes(version)
        case .below: prefix.lexicographicallyPrecedes(version)
        case .above: version.lexicographicallyPrecedes(prefix)
        case .atMost: !version.lexicographicallyPrecedes(prefix)
        }
    }

    private static func fill(_ numbers: [Int], to count: Int) -> [Int] {
        numbers + Array(repeating: 0, count: max(0, count - numbers.count))
    }
}
