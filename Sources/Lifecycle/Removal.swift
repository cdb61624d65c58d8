package import Platform
package import Requirements
package import RunState
package import Vocabulary

/// What is to be removed of one project or of one scope, and why; then, what became of it.
package struct Removal: Sendable {
    package enum Extent: Sendable {
        /// A project as a whole: it is stopped, then all of it goes, its name at last.
        case project(Project)
        /// The scope's own records; only after all of its projects have gone.
        case scope
        /// Nothing but the items.
        case parts(ProjectName?)
        /// Nothing but reservations, of a project that nothing else is left of.
        case reservations(ProjectName)
        /// Spares, which are no repository's.
        case spares
        /// What a Docker engine has of a project that nothing else is left of.
        case engine(EngineHoldings.Holding)
    }

    package enum Outcome: Sendable {
        case planned
        case removed
        case failed(Failure)
    }

    package var extent: Extent
    package var scope: ScopeID
    /// In one sentence without a full stop.
    package var reason: String
    package var items: [OwnedItem] = []
    package var kept: [KeptPath] = []
    package var reservations: [PortReservation] = []
    package var outcome = Outcome.planned
    /// What was stopped before, with its proof.
    package var stop: StopOutcome?
    /// Folders of ours that go when they are empty, innermost first.
    var folders: [String] = []

    init(
        _ extent: Extent, of scope: ScopeID, because reason: String,
        _ inventory: Inventory = Inventory()
    ) {
        self.extent = extent
        self.scope = scope
        self.reason = reason
        items = inventory.items
        kept = inventory.kept
        folders = inventory.folders
    }

    package var size: TreeSize { items.map(\.size).reduce(.none, +) }

    /// Nil for what belongs to the scope as a whole.
    package var project: ProjectName? {
        switch extent {
        case .project(let project): project.name
        case .parts(let name): name
        case .reservations(let name): name
        case .engine(let holding): holding.project
        case .scope, .spares: nil
        }
    }

    /// Of spares: they belong to all repositories of the user.
    package var isShared: Bool { if case .spares = extent { true } else { false } }

    package var failure: Failure? {
        if case .failed(let failure) = outcome { failure } else { nil }
    }

    package var isEmpty: Bool { items.isEmpty && reservations.isEmpty && folders.isEmpty }
}

/// All that one command removes, in the order in which it does, and what it leaves alone.
package struct RemovalPlan: Sendable {
    package var removals: [Removal] = []
    /// Projects and folders that are left alone although they may look as if they should go.
    package var kept: [KeptPath] = []

    package var size: TreeSize { removals.map(\.size).reduce(.none, +) }
    package var isEmpty: Bool { removals.isEmpty }
}
