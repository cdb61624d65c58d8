package import Configuration
package import RunState
package import Steps
package import Supervision
package import Vocabulary

/// What `start` was asked for, for one project.
package struct StartRequest: Sendable {
    package var project: Project
    package var configuration: ProjectConfiguration
    /// Empty: all.
    package var components: [ComponentID]
    package var skip: [ComponentID]
    /// Return after launch, before ready.
    package var detach: Bool
    /// Ready components of a failed start stay.
    package var keepOnFailure: Bool
    /// Only say what would be done.
    package var dryRun: Bool
    package var installMissing: Bool
    /// Brings back what ran: what runs is left as it is, also where its configuration has changed,
    /// and a new run continues the last one.
    package var resumes = false
    /// What the last run had, as it is listed in the new one until it is launched there.
    package var carried: [ComponentRecord] = []
    /// What each component was last launched from; its environment is kept, but for what is declared.
    package var recorded: [ComponentID: LaunchSpec] = [:]
    /// What a resume goes on with; nil: its steps begin anew.
    var steps: RecordedSteps?
    /// Where the steps of a resume begin; nil: at whatever the last run left unfinished.
    package var resumesFrom: StepID?
    /// A plan of steps that changed since is accepted.
    package var replans = false
    /// Milliseconds for the whole start; nil: no bound but each component's own.
    package var timeout: Int?
    /// The project whose data those components begin with that have none; in place of what the
    /// configuration says.
    package var cloneFrom: ProjectName?

    package init(
        project: Project, configuration: ProjectConfiguration, components: [ComponentID] = [],
        skip: [ComponentID] = [], detach: Bool = false, keepOnFailure: Bool = false,
        dryRun: Bool = false, installMissing: Bool = false, timeout: Int? = nil
    ) {
        self.project = project
        self.configuration = configuration
        self.components = components
        self.skip = skip
        self.detach = detach
        self.keepOnFailure = keepOnFailure
        self.dryRun = dryRun
        self.installMissing = installMissing
        self.timeout = timeout
    }
}
