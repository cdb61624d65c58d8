package import Configuration
package import Platform
package import Requirements
package import RunState
package import Truth
package import Vocabulary

/// What the checks look at: everything that doctor was given, and nothing that it did not look up
/// once for all of them.
package struct DoctorSite: Sendable {
    package var host: Host
    package var layout: StateLayout
    package var kernel: KernelInstance
    package var registry: RequirementRegistry
    package var clock: Clock
    /// Absolute path of `envctl-supervisor`.
    package var supervisorProgram: String
    /// Version of this program.
    package var version: String
    /// Whether the sources of a checkout are newer than its binaries; nil where that can't be told.
    package var isStale: Bool?
    /// The repository around the caller, or why it can't be read; nil where all are asked about.
    package var repository: Result<RepositorySite?, Failure>
    package var projects: [ProjectSite]

    package init(
        host: Host, layout: StateLayout, kernel: KernelInstance, registry: RequirementRegistry,
        clock: Clock, supervisorProgram: String, version: String, isStale: Bool?,
        repository: Result<RepositorySite?, Failure>, projects: [ProjectSite]
    ) {
        self.host = host
        self.layout = layout
        self.kernel = kernel
        self.registry = registry
        self.clock = clock
        self.supervisorProgram = supervisorProgram
        self.version = version
        self.isStale = isStale
        self.repository = repository
        self.projects = projects
    }

    /// The projects of which a run is recorded and can be read.
    var observed: [(project: Project, truth: ObservedProject)] {
        projects.compactMap { site in site.observed.map { (site.project, $0) } }
    }

    /// What to do where a newer envctl wrote a record; nil where none did. A start would be refused.
    var newer: String? {
        projects.compactMap(\.problem).first { $0.code == "state.newer" }?.hint
    }

    func folders(_ project: Project) -> ProjectLayout {
        layout.scope(project.scope).project(project.name)
    }
}

/// The repository that doctor stands in.
package struct RepositorySite: Sendable {
    package var scope: ScopeID
    /// The folder of the worktree that the caller stands in; nil in a bare repository.
    package var worktree: String?
    package var isGit: Bool
    /// Names of projects whose worktree is gone.
    package var gone: [ProjectName]
    /// Why libgit2 does not read it as git's own files do; nil where both agree.
    package var disagreement: Failure?

    package init(
        scope: ScopeID, worktree: String?, isGit: Bool, gone: [ProjectName],
        disagreement: Failure?
    ) {
        self.scope = scope
        self.worktree = worktree
        self.isGit = isGit
        self.gone = gone
        self.disagreement = disagreement
    }
}

/// One project with what configures it and what is true of it.
package struct ProjectSite: Sendable {
    package var project: Project
    /// Nil where nothing configures it.
    package var configuration: Result<ProjectConfiguration?, Failure>
    /// Nil where nothing was started, and where the record can't be read.
    package var observed: ObservedProject?
    /// Why the record can't be read.
    package var problem: Failure?

    package init(
        project: Project, configuration: Result<ProjectConfiguration?, Failure>,
        observed: ObservedProject?, problem: Failure?
    ) {
        self.project = project
        self.configuration = configuration
        self.observed = observed
        self.problem = problem
    }

    /// What configures it, where that has no mistakes.
    var valid: ProjectConfiguration? {
        guard case .success(let value) = configuration else { return nil }
        return value
    }
}
