import Platform

/// What a watch rule asks for: which files matter, and in which folders they may be. Asks no file
/// system.
package struct WatchedPaths: Sendable {
    /// One entry of `paths`: all at or below `base`, or what there matches the pattern.
    package struct Place: Sendable {
        /// Absolute path.
        package let base: String
        let pattern: GlobPattern?
    }

    package let places: [Place]
    private let ignore: IgnoreRules
    /// Folders that are never looked into: those that envctl itself writes.
    private let closed: [String]

    package init(_ rule: WatchRule, ignore: IgnoreRules? = nil, except closed: [String] = []) {
        places = rule.paths.map { Self.place($0, in: rule.root) }
        self.ignore = ignore ?? IgnoreRules(rule.ignore)
        self.closed = closed
    }

    private static func place(_ text: String, in root: String) -> Place {
        let parts = Path.join(root, text).split(separator: "/")
        let isGlob: (Substring) -> Bool = { $0.contains("*") || $0.contains("?") }
        let fixed = parts.prefix { !isGlob($0) }
        let base = Path.absolute("/" + fixed.joined(separator: "/"), in: "/")
        if fixed.count == parts.count { return Place(base: base, pattern: nil) }
        let rest = parts.dropFirst(fixed.count).joined(separator: "/")
        return Place(base: base, pattern: GlobPattern(rest))
    }

    /// Whether a change of that file matters.
    package func wants(_ file: String) -> Bool {
        guard !isClosed(file) else { return false }
        return places.contains { place in
            // What is named itself is wanted whatever the rules of others say.
            if file == place.base { return place.pattern == nil }
            guard let relative = Path.relative(file, to: place.base) else { return false }
            return place.pattern?.matches(relative) ?? true
        } && (isNamed(file) || !ignore.ignores(file, isFolder: false))
    }

    /// Whether something that matters may be in that folder.
    package func mayHold(_ folder: String) -> Bool {
        guard !isClosed(folder) else { return false }
        if leadsTo(folder) { return true }
        return places.contains { place in
            guard let relative = Path.relative(folder, to: place.base) else { return false }
            return place.pattern?.mayMatchBelow(relative) ?? true
        } && !ignore.ignores(folder, isFolder: true)
    }

    /// Whether a place is at that path or below it.
    package func leadsTo(_ path: String) -> Bool {
        places.contains { Path.isInside($0.base, path) }
    }

    private func isNamed(_ path: String) -> Bool {
        places.contains { $0.pattern == nil && $0.base == path }
    }

    private func isClosed(_ path: String) -> Bool {
        closed.contains { Path.isInside(path, $0) }
    }
}
