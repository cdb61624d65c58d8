import Glibc
import Platform

/// One line of a `.gitignore`, by the rules of `gitignore(5)`.
struct IgnorePattern: Sendable {
    private let folder: String
    private let parts: [String]
    /// It is about a path below the folder, and not about a name anywhere.
    private let isAnchored: Bool
    private let onlyFolders: Bool
    /// What an earlier line ignores is looked at after all.
    let isNegated: Bool

    /// Nil for an empty line and a comment.
    init?(_ line: String, in folder: String) {
        var text = Self.trimmed(line)[...]
        if text.isEmpty || text.hasPrefix("#") { return nil }
        isNegated = text.hasPrefix("!")
        if isNegated { text = text.dropFirst() }
        onlyFolders = text.hasSuffix("/")
        if onlyFolders { text = text.dropLast() }
        isAnchored = text.contains("/")
        parts = text.split(separator: "/").map { String($0) }
        guard !parts.isEmpty else { return nil }
        self.folder = folder
    }

    /// Without blanks at the end, unless the last of them is escaped.
    private static func trimmed(_ line: String) -> String {
        var text = line[...]
        while let last = text.last, last == " " || last == "\r" || last == "\t" {
            if text.dropLast().last == "\\" { break }
            text = text.dropLast()
        }
        return String(text)
    }

    /// Whether it speaks of exactly this path.
    func matches(_ path: String, isFolder: Bool) -> Bool {
        if onlyFolders, !isFolder { return false }
        guard path != folder, let relative = Path.relative(path, to: folder) else { return false }
        if !isAnchored { return Self.matches(parts[0], Path.name(path)) }
        return Self.matches(parts[...], relative.split(separator: "/").map { String($0) }[...])
    }

    private static func matches(_ parts: ArraySlice<String>, _ names: ArraySlice<String>) -> Bool {
        guard let part = parts.first else { return names.isEmpty }
        let rest = parts.dropFirst()
        if part == "**" {
            // At its end it stands for everything below, not for the folder itself.
            if rest.isEmpty { return !names.isEmpty }
            return (names.startIndex...names.endIndex).contains { matches(rest, names[$0...]) }
        }
        guard let name = names.first else { return false }
        return matches(part, name) && matches(rest, names.dropFirst())
    }

    private static func matches(_ pattern: String, _ name: String) -> Bool {
        pattern == name || fnmatch(pattern, name, 0) == 0
    }
}
