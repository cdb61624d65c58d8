package import Configuration
import Digests
package import Platform
package import Requirements
package import RunState
package import Supervision
package import Vocabulary

/// Everything that a project's specs are made from; ports may still move while a start runs, so
/// specs are made when they are needed, never before.
package struct Blueprint: Sendable {
    package var project: Project
    package var configuration: ProjectConfiguration
    package var run: RunID
    /// What lives or may come back by its supervisor, and will be replaced where it is launched.
    package var running: Set<ComponentID> = []
    /// How each requirement would run.
    package var resolutions: [ComponentID: RequirementResolution]
    package var ports: [PortPlan]
    package var secrets: SecretStore
    package var caller: CallerEnvironment
    /// In place of it for components that are brought back: what their caller gave at their start.
    package var recordedCallers: [ComponentID: CallerEnvironment] = [:]
    package var host: Host
    package var kernel: KernelInstance
    package var registry: RequirementRegistry
    package var layout: StateLayout
    /// Chosen when the run began, and recorded with it.
    package var sockets: SocketLayout
    /// Absolute path of `envctl-supervisor`.
    package var helper: String
    /// Where components without data get theirs from.
    package var cloneSources: [ComponentID: DataSource] = [:]
    private let watchRules = WatchRules()

    package init(
        project: Project, configuration: ProjectConfiguration, run: RunID,
        resolutions: [ComponentID: RequirementResolution], ports: [PortPlan],
        secrets: SecretStore, caller: CallerEnvironment, host: Host, kernel: KernelInstance,
        registry: RequirementRegistry, layout: StateLayout, sockets: SocketLayout, helper: String
    ) {
        self.project = project
        self.configuration = configuration
        self.run = run
        self.resolutions = resolutions
        self.ports = ports
        self.secrets = secrets
        self.caller = caller
        self.host = host
        self.kernel = kernel
        self.registry = registry
        self.layout = layout
        self.sockets = sockets
        self.helper = helper
    }

    /// The spec of a component; nil for a requirement that has no process of ours.
    package func spec(of component: ComponentID) throws -> LaunchSpec? {
        let standard = configuration.preferences.logLimit
        if let service = configuration.service(component) {
            var spec = try spec(of: service)
            spec.logLimit = service.logLimit ?? standard
            spec.watch = service.watch.map { watch in
                watchRules.rule(of: component) {
                    WatchCompilation(project, host.environment).rule(watch, in: service.directory)
                }
            }
            return spec
        }
        guard let requirement = configuration.requirement(component) else { return nil }
        let adapter = try registry.adapter(for: requirement.kind)
        guard var spec = try adapter.launchSpec(try instance(of: requirement)) else { return nil }
        spec.needs = requirement.needs.map {
            ComponentNeed(component: $0.name, restarts: $0.restart)
        }
        spec.logLimit = requirement.logLimit ?? standard
        if let timeout = requirement.timeoutMilliseconds { spec.readyTimeout = timeout }
        return spec
    }

    private func spec(of service: ServiceConfiguration) throws -> LaunchSpec {
        try ServiceLaunch(
            service: service, project: project, run: run,
            caller: recordedCallers[service.id] ?? caller, values: try values(),
            log: folders.log(service.id)
        ).spec()
    }

    /// What a component is made from: of its process, or, where the user gave a server, of that.
    package func fingerprint(of component: ComponentID) throws -> Fingerprint? {
        if let spec = try spec(of: component) { return spec.fingerprint }
        guard let resolution = resolutions[component], let url = resolution.url else { return nil }
        return Fingerprint([("url", String(SHA256.hex(of: url).prefix(16)))])
    }

    /// What `${…}` and the projections stand for, by the ports as they are now.
    package func values() throws -> ReferenceValues {
        var projections: [ComponentID: Projection] = [:]
        for requirement in configuration.requirements where resolutions[requirement.id] != nil {
            let adapter = try registry.adapter(for: requirement.kind)
            projections[requirement.id] = try adapter.projection(try instance(of: requirement))
        }
        return ReferenceValues(
            project: project.name, ports: portsByComponent, projections: projections,
            caller: host.environment)
    }

    /// Main and further ports of each component.
    package var portsByComponent: [ComponentID: [String: Port]] {
        var result: [ComponentID: [String: Port]] = [:]
        for plan in ports { result[plan.component, default: [:]][plan.resource] = plan.final }
        return result
    }

    package func instance(of requirement: RequirementConfiguration) throws -> RequirementInstance {
        var instance = try alone(requirement)
        instance.peers = try configuration.requirements.compactMap { other in
            guard other.id != requirement.id, resolutions[other.id] != nil else { return nil }
            return RequirementPeer(
                adapter: try registry.adapter(for: other.kind), instance: try alone(other))
        }
        return instance
    }

    private func alone(_ requirement: RequirementConfiguration) throws -> RequirementInstance {
        guard let resolution = resolutions[requirement.id] else {
            throw Failure(
                "requirement.unresolved", "it is not known how '\(requirement.id)' would run")
        }
        var instance = RequirementInstance(
            component: requirement.id, configuration: requirement, resolution: resolution,
            ports: portsByComponent[requirement.id] ?? [:],
            paths: paths(of: requirement.id, on: resolution.backend),
            secrets: secrets, helper: helper, scope: project.scope, project: project.name,
            run: run, projectRoot: project.root, host: host, kernel: kernel)
        instance.worktree = project.worktree
        instance.state = layout.roots.state
        instance.cloneSource = cloneSources[requirement.id]
        instance.isRunning = running.contains(requirement.id)
        return instance
    }
}

extension Blueprint {
    package var folders: ProjectLayout { layout.scope(project.scope).project(project.name) }

    /// Where a requirement of the project keeps its things. A container's data is in a volume of its
    /// engine, and is other data than the native server's: it has a record of its own.
    package func paths(
        of component: ComponentID, on backend: Backend = .native
    ) -> InstancePaths {
        let data = folders.data(component)
        return InstancePaths(
            data: backend == .docker ? data + ".docker" : data,
            dataLock: folders.dataLock(component),
            sockets: sockets.component(component), log: folders.log(component),
            templates: layout.templates, secrets: folders.secrets,
            spares: configuration.preferences.keepsSpares ? layout.spares : nil)
    }
}
