package import Vocabulary

/// What one project's layers say together, checked and with every reference known to exist.
package struct ProjectConfiguration: Sendable, Equatable {
    /// The folder of `envctl.yaml`, else the worktree's; absolute.
    package var root: String
    /// Absolute path of `envctl.yaml`; nil where the project is configured without one.
    package var file: String?
    /// In the order in which they were written, as are services and steps.
    package var requirements: [RequirementConfiguration]
    package var services: [ServiceConfiguration]
    package var steps: [StepConfiguration]
    package var preferences: Preferences
    package var release: ReleaseConfiguration
    /// Each value that was set and each default that holds, sorted by path.
    package var origins: [SettingOrigin]
    /// What works but should be changed.
    package var warnings: [Finding]

    package init(
        root: String, file: String? = nil, requirements: [RequirementConfiguration] = [],
        services: [ServiceConfiguration] = [], steps: [StepConfiguration] = [],
        preferences: Preferences = Preferences(),
        release: ReleaseConfiguration = ReleaseConfiguration(), origins: [SettingOrigin] = [],
        warnings: [Finding] = []
    ) {
        self.root = root
        self.file = file
        self.requirements = requirements
        self.services = services
        self.steps = steps
        self.preferences = preferences
        self.release = release
        self.origins = origins
        self.warnings = warnings
    }

    package func service(_ id: ComponentID) -> ServiceConfiguration? {
        services.first { $0.id == id }
    }

    package func requirement(_ id: ComponentID) -> RequirementConfiguration? {
        requirements.first { $0.id == id }
    }

    /// Every variable that a service or a step declares; what a reference stands for is left out.
    package var declaredVariables: [(key: String, value: String)] {
        (services.flatMap(\.environment) + steps.flatMap(\.environment)).map { entry in
            (entry.name, entry.value.expand { (_: Reference) throws(Never) in "" })
        }
    }

    /// Requirements, then services, in the order in which they were written.
    package var componentIDs: [ComponentID] { requirements.map(\.id) + services.map(\.id) }
}
