package import Vocabulary

/// One run as it is recorded in `run_state.json`.
package struct RunRecord: Sendable, Equatable {
    package var run: RunID
    /// The run whose environment this one brought back.
    package var continues: RunID?
    package var scope: ScopeID
    package var project: ProjectName
    package var mode: RunMode
    /// Absolute path of the folder that holds the configuration.
    package var root: String?
    package var status: ComponentStatus
    package var started: Timestamp
    /// When it was stopped; nil while it lives.
    package var ended: Timestamp?
    package var services: [ComponentRecord]
    package var requirements: [ComponentRecord]
    package var ports: [PortPlan]
    package var supervisor: SupervisorRecord?
    /// Absolute paths by name: `run`, `launch`, `steps`, `events`, `logs`, …
    package var pointers: JSON.Object
    /// `envctl` (version), `worktree`, `root`, `branch`, `upgraded_from`, …
    package var metadata: JSON.Object

    package init(
        run: RunID, continues: RunID? = nil, scope: ScopeID, project: ProjectName,
        mode: RunMode = .trees, root: String? = nil, status: ComponentStatus = .starting,
        started: Timestamp,
        services: [ComponentRecord] = [], requirements: [ComponentRecord] = [],
        ports: [PortPlan] = [], supervisor: SupervisorRecord? = nil,
        pointers: JSON.Object = [:], metadata: JSON.Object = [:]
    ) {
        self.run = run
        self.continues = continues
        self.scope = scope
        self.project = project
        self.mode = mode
        self.root = root
        self.status = status
        self.started = started
        self.services = services
        self.requirements = requirements
        self.ports = ports
        self.supervisor = supervisor
        self.pointers = pointers
        self.metadata = metadata
    }

    /// Where `metadata` has why the latest start was undone.
    package static let failedStartKey = "failed_start"

    /// Why the files of components are not looked at, one sentence each.
    package var unwatched: [String] {
        lacks.filter { $0.key.hasPrefix("watch.") }.map(\.value).sorted()
    }

    /// What the supervisor can't do as it should, one sentence each, by name.
    package var lacks: [String: String] {
        get {
            let members = metadata["lacks"]?.object?.members ?? []
            return members.reduce(into: [:]) { $0[$1.key] = $1.value.string }
        }
        set {
            guard newValue != lacks else { return }
            let sorted = newValue.sorted { $0.key < $1.key }
            metadata["lacks"] = .object(
                JSON.Object(sorted.map { ($0.key, JSON.string($0.value)) }))
        }
    }

    /// Why the latest start failed and was undone; nil where none has, or a stop came since.
    package var failedStart: String? {
        guard components.contains(where: \.isUndone) else { return nil }
        return metadata[Self.failedStartKey]?.string
    }

    /// Requirements first, each kind in declared order.
    package var components: [ComponentRecord] { requirements + services }

    /// Reads or replaces the record of a component; setting nil removes it, setting a new one
    /// appends it to its kind.
    package subscript(component: ComponentID) -> ComponentRecord? {
        get { components.first { $0.name == component } }
        set {
            requirements.replace(component, by: newValue?.kind == .requirement ? newValue : nil)
            services.replace(component, by: newValue?.kind == .service ? newValue : nil)
        }
    }

    /// The one backend of all components, or `mixed`.
    package var backendMode: BackendMode {
        let used = Set(components.map { $0.backend ?? .native })
        guard used.count <= 1 else { return .mixed }
        switch used.first {
        case .docker: return .docker
        case .external: return .external
        case .native, nil: return .native
        }
    }
}

/// Whether a run is of the main worktree or of a linked one.
package enum RunMode: String, Sendable, CaseIterable {
    case main, trees
}

/// How the components of a run are run, taken together.
package enum BackendMode: String, Sendable, CaseIterable {
    case native, docker, external, mixed
}

extension [ComponentRecord] {
    fileprivate mutating func replace(_ name: ComponentID, by record: ComponentRecord?) {
        let index = firstIndex { $0.name == name }
        switch (index, record) {
        case (let index?, let record?): self[index] = record
        case (let index?, nil): remove(at: index)
        case (nil, let record?): append(record)
        case (nil, nil): break
        }
    }
}
