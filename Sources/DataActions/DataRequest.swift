package import Configuration
package import RunState
package import Vocabulary

/// What a data command was asked for, for one project.
package struct DataRequest: Sendable {
    package var project: Project
    package var configuration: ProjectConfiguration
    /// Empty: all that it fits.
    package var components: [ComponentID]
    package var deed: DataDeed

    package init(
        project: Project, configuration: ProjectConfiguration, components: [ComponentID],
        deed: DataDeed
    ) {
        self.project = project
        self.configuration = configuration
        self.components = components
        self.deed = deed
    }
}

/// What is done with the data.
package enum DataDeed: Sendable, Equatable {
    case snapshot(String)
    case restore(String)
    case clone(from: ProjectName)
    case reset
    /// To an absolute path.
    case export(String)
    /// From an absolute path.
    case load(String)

    /// As it is typed.
    package var verb: String {
        switch self {
        case .snapshot: "snapshot"
        case .restore: "restore"
        case .clone: "clone"
        case .reset: "reset"
        case .export: "export"
        case .load: "import"
        }
    }

    /// Whether the component's own data is replaced or removed.
    package var replaces: Bool {
        switch self {
        case .snapshot, .export: false
        case .restore, .clone, .reset, .load: true
        }
    }
}
