package import Configuration
package import Platform
package import Vocabulary

/// One requirement of one project in one run: all that an adapter turns into steps and a spec.
package struct RequirementInstance: Sendable {
    package var component: ComponentID
    package var configuration: RequirementConfiguration
    package var resolution: RequirementResolution
    /// By resource name; empty for `external`.
    package var ports: [String: Port]
    package var paths: InstancePaths
    package var secrets: SecretStore
    /// Absolute path of `envctl-supervisor`, whose exec mode runs programs as the account.
    package var helper: String
    package var scope: ScopeID
    package var project: ProjectName
    package var run: RunID
    /// A process of it lives, or its supervisor may bring one back; this start will replace that.
    package var isRunning = false
    /// The folder of `envctl.yaml`.
    package var projectRoot: String
    /// The worktree's own folder, and the root of our state; empty where neither is known.
    package var worktree = ""
    package var state = ""
    package var host: Host
    package var kernel: KernelInstance
    /// Where its data comes from, where it has none yet; nil: it is made anew.
    package var cloneSource: DataSource?
    /// The other requirements of the project that can run.
    package var peers: [RequirementPeer] = []
    /// The same by what is true when it is called: ports move while a start runs. Nil where nothing
    /// moves.
    package var refresh: (@Sendable () throws -> RequirementInstance)?

    package init(
        component: ComponentID, configuration: RequirementConfiguration,
        resolution: RequirementResolution, ports: [String: Port], paths: InstancePaths,
        secrets: SecretStore, helper: String, scope: ScopeID, project: ProjectName, run: RunID,
        projectRoot: String, host: Host, kernel: KernelInstance
    ) {
        self.component = component
        self.configuration = configuration
        self.resolution = resolution
        self.ports = ports
        self.paths = paths
        self.secrets = secrets
        self.helper = helper
        self.scope = scope
        self.project = project
        self.run = run
        self.projectRoot = projectRoot
        self.host = host
        self.kernel = kernel
    }

    package var account: Account? { resolution.account }

    /// This requirement as it is now.
    func current() throws -> RequirementInstance { try refresh?() ?? self }

    /// The main port; throws where the plan gave none.
    func mainPort() throws(Failure) -> Port {
        if let port = ports["main"] { return port }
        throw Failure("requirement.no_port", "no port was planned for it", at: "\(component)")
    }

    /// A value of the adapter's own keys.
    func value(_ key: String) -> ConfigurationValue? { configuration.values[key] }
}
