import Digests
package import Vocabulary

/// How a project gets its name, once.
package enum ProjectNaming {
    /// Bytes of a worktree's part of a name, at most; the folder's part has at most 40 more.
    static let limit = 60
    /// `main` is the main worktree's, `trees` is a word of the command line.
    static let reserved: Set<String> = ["main", "trees"]

    /// The name of the project in `checkout`, unlike all in `taken`: the one that it has already,
    /// else one from the branch or the folder, with a piece of its identity's digest where needed.
    ///
    /// - Parameters:
    ///   - subfolder: of the configuration, relative to the worktree; nil for the worktree itself.
    ///   - taken: every name given in this scope, with the identity it was given to.
    package static func name(
        for checkout: Checkout, subfolder: String? = nil, taken: [ProjectName: String]
    ) -> ProjectName {
        let identity = checkout.identity(subfolder: subfolder)
        if let known = taken.keys.sorted().first(where: { taken[$0] == identity }) { return known }
        let worktree = worktreeName(of: checkout, taken: taken)
        guard let subfolder else { return ProjectName(unchecked: worktree) }
        // Without a dot in the folder's part the last dot parts the two for good.
        let undotted = String(subfolder.map { $0 == "." ? "-" : $0 })
        let folder = SafeName.make(undotted, limit: 40, otherwise: "folder")
        let name = "\(worktree).\(folder)"
        return ProjectName(unchecked: free(name, limit: 101, identity: identity, taken: taken))
    }

    /// The name that the worktree itself has or would get.
    private static func worktreeName(
        of checkout: Checkout, taken: [ProjectName: String]
    ) -> String {
        if checkout.isMain { return ProjectName.main.rawValue }
        for name in taken.keys.sorted() {
            if taken[name] == checkout.identity { return name.rawValue }
        }
        let prefix = checkout.identity + "#"
        for name in taken.keys.sorted() where taken[name]?.hasPrefix(prefix) == true {
            if let dot = name.rawValue.lastIndex(of: ".") { return String(name.rawValue[..<dot]) }
        }
        let source = checkout.branch ?? lastPart(of: checkout.path)
        let name = SafeName.make(source, limit: .max, otherwise: "tree")
        return free(name, limit: limit, identity: checkout.identity, taken: taken)
    }

    /// `name` as it is where it is short, nobody's and no word of ours, else cut and with a digest.
    private static func free(
        _ name: String, limit: Int, identity: String, taken: [ProjectName: String]
    ) -> String {
        let isFree: (String) -> Bool = { taken[ProjectName(unchecked: $0)] == nil }
        if name.utf8.count <= limit, !reserved.contains(name), isFree(name) { return name }
        let digest = SHA256.hex(of: identity)
        for length in [6, 12, 40] {
            let start = SafeName.make(name, limit: limit - length - 1, otherwise: "tree")
            let candidate = "\(start)-\(digest.prefix(length))"
            if isFree(candidate) { return candidate }
        }
        return digest
    }

    private static func lastPart(of path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? ""
    }
}
