package import Vocabulary
package import Worktrees

/// One worktree of a repository, with the name of its project.
package struct TreeDescription: Sendable, Equatable {
    package let checkout: Checkout
    /// Nil for a worktree that is gone and never was a project.
    package let project: ProjectName?

    package init(_ checkout: Checkout, project: ProjectName?) {
        self.checkout = checkout
        self.project = project
    }

    package var isDetached: Bool { checkout.exists && checkout.branch == nil }

    /// What is special about it, in words: `main`, `detached`, `locked`, `gone`.
    package var flags: [String] {
        [
            checkout.isMain ? "main" : nil, isDetached ? "detached" : nil,
            checkout.isLocked ? "locked" : nil, checkout.exists ? nil : "gone",
        ].compactMap(\.self)
    }

    package var json: JSON {
        [
            "project": project?.json ?? .null, "branch": JSON(checkout.branch),
            "path": .string(checkout.path), "main": .bool(checkout.isMain),
            "detached": .bool(isDetached), "locked": .bool(checkout.isLocked),
            "gone": .bool(!checkout.exists), "prunable": .bool(checkout.isPrunable),
        ]
    }
}
