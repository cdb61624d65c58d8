package import Vocabulary

/// A port that a component needs.
package struct PortRequest: Sendable, Equatable {
    package var component: ComponentID
    /// `main`, or the name of a further port.
    package var resource: String
    /// The port of the configuration.
    package var preferred: Port?
    /// It was configured for this worktree alone, and counts here whichever worktree this is.
    package var isOwn: Bool

    package init(
        component: ComponentID, resource: String = "main", preferred: Port? = nil,
        isOwn: Bool = false
    ) {
        self.component = component
        self.resource = resource
        self.preferred = preferred
        self.isOwn = isOwn
    }
}

/// What holds for all requests of one claim.
package struct PortRules: Sendable, Equatable {
    /// Where ports are given out from.
    package var range: ClosedRange<Port>
    package var conflict: Conflict
    /// The configured ports are for the main worktree; others get theirs from the range, but for
    /// those of their own.
    package var isMain: Bool
    /// Ports that living components of this very project listen on: no strangers.
    package var own: Set<Port>
    /// The project's supervisor: what descends from it is no stranger either, also where it was
    /// spawned a moment ago.
    package var supervisor: Int32?
    /// Marks of the project's processes: who bears one is no stranger either.
    package var marks: Set<UInt64> = []

    /// What to do where a stranger holds the port.
    package enum Conflict: String, Sendable, CaseIterable {
        case move, fail
    }

    package init(
        range: ClosedRange<Port> = PortRules.defaultRange(), conflict: Conflict = .move,
        isMain: Bool, own: Set<Port> = [], supervisor: Int32? = nil
    ) {
        self.range = range
        self.conflict = conflict
        self.isMain = isMain
        self.own = own
        self.supervisor = supervisor
    }
}
