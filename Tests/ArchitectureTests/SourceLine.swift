/// One line of Swift, as far as the rules need to understand it.
struct SourceLine {
    private let words: [Substring]

    init(_ text: some StringProtocol) {
        // A comment ends what is of interest.
        let code = Substring(text).firstRange(of: "//").map { Substring(text)[..<$0.lowerBound] }
        words = (code ?? Substring(text)).split { $0 == " " || $0 == "\t" }
    }

    /// `Platform` of `package import struct Platform.Host`; nil where nothing is imported.
    var importedModule: String? {
        guard let position = words.firstIndex(of: "import"),
            words[..<position].allSatisfy({ Self.before.contains($0) || $0.hasPrefix("@") })
        else { return nil }
        let names = words[(position + 1)...].drop { Self.kinds.contains($0) }
        return names.first.flatMap { $0.split(separator: ".").first.map(String.init) }
    }

    /// Declares something that other packages would see.
    var isPublic: Bool {
        let modifiers = words.prefix { Self.before.contains($0) || $0.hasPrefix("@") }
        return modifiers.contains { $0 == "public" || $0 == "open" || $0 == "public(set)" }
    }

    private static let before: Set<Substring> = [
        "public", "public(set)", "open", "package", "internal", "private", "fileprivate", "static",
        "final", "nonisolated",
    ]
    private static let kinds: Set<Substring> = [
        "struct", "class", "enum", "protocol", "func", "var", "let", "typealias",
    ]
}
