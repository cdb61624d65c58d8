/// A pattern of paths: `*` and `?` within a name, `**` for any number of folders.
package struct GlobPattern: Sendable {
    private let parts: [Substring]

    package init(_ text: String) { parts = text.split(separator: "/").filter { $0 != "." } }

    /// Whether the whole of `path`, relative to the same folder, matches.
    package func matches(_ path: String) -> Bool {
        Self.matches(parts[...], path.split(separator: "/")[...], isPrefix: false)
    }

    /// Whether something below the folder `path` could match.
    package func mayMatchBelow(_ path: String) -> Bool {
        Self.matches(parts[...], path.split(separator: "/")[...], isPrefix: true)
    }

    private static func matches(
        _ parts: ArraySlice<Substring>, _ names: ArraySlice<Substring>, isPrefix: Bool
    ) -> Bool {
        guard let part = parts.first else { return names.isEmpty && !isPrefix }
        if part == "**" {
            let rest = parts.dropFirst()
            // At its end it stands for everything below, not for the folder itself.
            if rest.isEmpty { return isPrefix || !names.isEmpty }
            return isPrefix
                || names.indices.contains { matches(rest, names[$0...], isPrefix: false) }
        }
        guard let name = names.first else { return isPrefix }
        return matchesName(Array(part)[...], Array(name)[...])
            && matches(parts.dropFirst(), names.dropFirst(), isPrefix: isPrefix)
    }

    private static func matchesName(
        _ pattern: ArraySlice<Character>, _ name: ArraySlice<Character>
    ) -> Bool {
        guard let first = pattern.first else { return name.isEmpty }
        if first == "*" {
            return matchesName(pattern.dropFirst(), name)
                || (!name.isEmpty && matchesName(pattern, name.dropFirst()))
        }
        guard let character = name.first, first == "?" || first == character else { return false }
        return matchesName(pattern.dropFirst(), name.dropFirst())
    }
}
