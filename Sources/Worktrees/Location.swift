import Platform
package import Vocabulary

/// Where a folder stands: in which repository, in which worktree.
package struct Location: Sendable, Hashable {
    package let scope: Scope
    /// The folder that was asked about, canonical.
    package let folder: String
    /// The innermost worktree around the folder; nil inside a bare repository or a `.git`.
    package let checkout: Checkout?

    /// The project that the folder belongs to.
    ///
    /// - Parameter configurationFolder: the folder of the nearest `envctl.yaml`, canonical; nil
    ///   where there is none, which means the worktree's own folder.
    /// - Throws: `worktree.none` where the folder is in no worktree.
    package func project(configuredIn configurationFolder: String?) throws(Failure) -> ProjectRoot {
        guard let checkout else { throw outsideAnyWorktree }
        let root = configurationFolder ?? checkout.path
        if !scope.isGit {
            let own = Checkout(path: root, identity: root, isMain: true)
            let scope = Scope(commonDirectory: root, isGit: false)
            return ProjectRoot(scope: scope, checkout: own, path: root, subfolder: nil)
        }
        guard let relative = Path.relative(root, to: checkout.path) else {
            throw Failure(
                "worktree.configuration_outside", "the configuration is outside of the worktree",
                at: root, because: ["the worktree is \(checkout.path)"])
        }
        return ProjectRoot(
            scope: scope, checkout: checkout, path: root,
            subfolder: relative == "." ? nil : relative)
    }

    private var outsideAnyWorktree: Failure {
        Failure(
            "worktree.none", "this folder is in no worktree", at: folder,
            because: ["\(scope.commonDirectory) is the repository itself"],
            hint: "go to a worktree, name one with --project, or add one with 'git worktree add'")
    }
}
