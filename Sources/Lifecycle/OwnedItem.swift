package import Platform
package import Vocabulary

/// Something of envctl's own that a removal takes: one folder, or some entries of one.
package struct OwnedItem: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        /// Of a Docker engine, whose record is lost.
        case containers
        case networks
        /// Of a Docker engine, with a component's data.
        case volumes
        /// A component's data, with what is known of it beside.
        case data
        /// Copies of it that are kept under names.
        case snapshots
        case logs
        case runs
        case sockets
        /// Names, secrets, links, locks.
        case records
        /// Temporary files and half-made folders that nobody works on any more.
        case leftovers
        /// Copies of templates that are kept ready for new projects.
        case spares
    }

    package var kind: Kind
    package var component: ComponentID?
    /// Absolute path of what is shown.
    package var path: String
    /// Absolute paths of what is removed; `path` itself, or entries of it.
    package var entries: [String]
    package var size: TreeSize

    init(
        _ kind: Kind, _ path: String, component: ComponentID? = nil, entries: [String]? = nil
    ) throws {
        self.kind = kind
        self.component = component
        self.path = path
        self.entries = entries ?? [path]
        size = try self.entries.map { try FileSystem.size(ofTree: $0) }.reduce(.none, +)
    }
}

/// Something in our folders, or a project, that is left alone.
package struct KeptPath: Sendable, Equatable {
    package var path: String
    /// In one sentence without a full stop.
    package var reason: String

    package init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }
}
