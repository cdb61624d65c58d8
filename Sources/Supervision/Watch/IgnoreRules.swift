import Platform

/// Tells what is not to be looked at. A later pattern wins; what is in an ignored folder is not asked
/// about, since nobody goes into it.
package struct IgnoreRules: Sendable {
    private var patterns: [IgnorePattern] = []

    package init(_ lists: [IgnoreList] = []) { for list in lists { add(list) } }

    package mutating func add(_ list: IgnoreList) {
        patterns += list.patterns.compactMap { IgnorePattern($0, in: list.folder) }
    }

    package func ignores(_ path: String, isFolder: Bool) -> Bool {
        let deciding = patterns.last { $0.matches(path, isFolder: isFolder) }
        return deciding.map { !$0.isNegated } ?? false
    }
}
