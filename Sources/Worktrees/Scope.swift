import Digests
import Platform
package import Vocabulary

/// All that belongs to one repository; its worktrees share it.
package struct Scope: Sendable, Hashable {
    package let id: ScopeID
    /// Canonical path of git's common directory; of the folder itself where there is no git.
    package let commonDirectory: String
    package let isGit: Bool

    /// - Parameter commonDirectory: canonical, as `Path.canonical` gives it.
    package init(commonDirectory: String, isGit: Bool) {
        self.commonDirectory = commonDirectory
        self.isGit = isGit
        let digest = SHA256.hex(of: commonDirectory).prefix(12)
        let name = SafeName.make(
            Self.repositoryName(commonDirectory, isGit: isGit), limit: 40, otherwise: "repository")
        id = ScopeID(unchecked: "\(name)-\(digest)")
    }

    /// The common directory of a scope, found from what identifies one of its projects: that is the
    /// directory itself or `<common>/worktrees/<x>`, with `#subfolder` behind it where there is one.
    ///
    /// Nil where none of these has the scope's digest.
    package static func commonDirectory(ofProject identity: String, in scope: ScopeID) -> String? {
        bases(ofProject: identity).flatMap { [$0, Path.parent(Path.parent($0))] }.first {
            Scope(commonDirectory: $0, isGit: true).id.digest == scope.digest
        }
    }

    /// The identity without the subfolder; several, since a path may have a `#` of its own.
    package static func bases(ofProject identity: String) -> [String] {
        var result = [identity]
        while let mark = result[result.count - 1].lastIndex(of: "#") {
            result.append(String(result[result.count - 1][..<mark]))
        }
        return result
    }

    /// The folder that holds `.git` (or a hidden bare repository such as `.bare`); else the bare
    /// repository's or the folder's own name, without `.git` at its end.
    static func repositoryName(_ commonDirectory: String, isGit: Bool) -> String {
        let name = Path.name(commonDirectory)
        guard isGit else { return name }
        if name.hasPrefix(".") { return Path.name(Path.parent(commonDirectory)) }
        return name.hasSuffix(".git") ? String(name.dropLast(4)) : name
    }
}
