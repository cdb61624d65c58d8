import Configuration
import Events
import Planning
import Platform
import Requirements
import RunState
import Steps
import Supervision
import Synchronization
import Vocabulary

/// One start under way: the supervisor's connection, the plan, and what the steps learn.
final class StartSession: Sendable {
    let request: StartRequest
    let plan: StartPlan
    private let connection: SupervisorClient?
    let live: LiveBlueprint
    let ports: PortRegistry
    let sink: any EventSink
    /// For ports that are given out anew.
    let rules: PortRules
    let secrets: SecretRegistry
    private let lastByComponent = Mutex<[ComponentID: [StepID]]>([:])
    private let reports = Mutex<[ComponentID: ComponentReport]>([:])
    /// What each component was launched from.
    let launched = Mutex<[ComponentID: Fingerprint]>([:])

    /// Moves of one component to another port, at most.
    private static let retries = PortRegistry.retryLimit

    /// - Parameter client: nil where the steps are only looked at.
    init(
        request: StartRequest, plan: StartPlan, client: SupervisorClient?, live: LiveBlueprint,
        ports: PortRegistry, sink: any EventSink, rules: PortRules,
        secrets: SecretRegistry
    ) {
        self.request = request
        self.plan = plan
        connection = client
        self.live = live
        self.ports = ports
        self.sink = sink
        self.rules = rules
        self.secrets = secrets
    }

    /// - Throws: where the steps are only looked at.
    var client: SupervisorClient {
        get throws {
            if let connection { return connection }
            throw Failure("supervisor.no_transaction", "no start is under way")
        }
    }

    var configuration: ProjectConfiguration { request.configuration }

    // MARK: what steps depend on

    func lastSteps(of component: ComponentID) -> [StepID] {
        lastByComponent.withLock { $0[component] ?? [] }
    }

    func remember(_ steps: [StepID], of component: ComponentID) {
        lastByComponent.withLock { $0[component] = steps }
    }

    /// What identifies the data of requirements, so that new data makes a step run again.
    func dataRecords(of components: [ComponentID]) throws -> [StepInput] {
        let blueprint = live.current
        return try components.compactMap { configuration.requirement($0) }
            .map { .file(try blueprint.instance(of: $0).paths.record) }
    }

    /// A step's command with its environment, by the ports as they are now.
    func command(
        _ command: Command, of step: StepConfiguration, _ component: ComponentID?
    ) throws -> CommandSpec {
        let blueprint = live.current
        let values = try blueprint.values()
        let environment = try ComponentEnvironment(
            component, own: step.environment, of: blueprint.project, run: blueprint.run,
            caller: blueprint.caller, values: values)
        let resolved = try ResolvedCommand(
            command, in: step.directory, path: environment.variables["PATH"],
            owner: "step '\(step.id)'",
            expand: { template throws(Failure) in try values.expand(template, for: component) })
        secrets.add(variables: environment.variables)
        return CommandSpec(
            [resolved.program] + resolved.arguments.dropFirst(), directory: step.directory,
            environment: environment.variables)
    }

    /// Where a step's output goes: the log of the component that it prepares.
    func stepLog(_ component: ComponentID?) -> String? {
        component.map { live.current.folders.log($0) }
    }

    // MARK: launching

    func launch(_ component: ComponentID) throws {
        guard var spec = try live.current.spec(of: component) else { return }
        let known = Set(secrets.values)
        secrets.add(assignments: spec.environment)
        spec.secrets = known.subtracting(SecretRegistry(assignments: spec.environment).values)
            .sorted()
        sink.emit(Event("component.launching", component: component))
        let report = try client.launch(spec)
        launched.withLock { $0[component] = spec.fingerprint }
        sink.emit(
            Event(
                "component.launched", component: component,
                data: [
                    "pid": JSON(Int(report.identity.pid)), "incarnation": JSON(report.incarnation),
                    "replaced": .bool(report.replaced != nil),
                ]))
    }

    /// Waits until it is ready; a port that was taken between claim and bind moves it to the next.
    func waitReady(_ component: ComponentID, _ cancellation: Cancellation) throws {
        var attempt = 0
        while true {
            attempt += 1
            let report = try client.waitReady(component, cancellation: cancellation)
            reports.withLock { $0[component] = report }
            if report.status == .ready { return tellReady(report) }
            guard attempt <= Self.retries, isBindConflict(report) else {
                let isBindConflict = isBindConflict(report)
                throw NotReady(
                    report, classified: isBindConflict ? .bindConflict : failureClass(report),
                    lostPorts: isBindConflict ? attempt : 0,
                    explained: adapter(of: component)?.explanation(ofLog: report.log)
                ).failure
            }
            try move(component, report)
        }
    }

    func report(of component: ComponentID) -> ComponentReport? {
        reports.withLock { $0[component] }
    }

    private func tellReady(_ report: ComponentReport) {
        // A container's port is where its engine is.
        let host = live.current.resolutions[report.component]?.address ?? ReferenceValues.host
        let url = live.current.portsByComponent[report.component]?["main"].map {
            host.contains(":") ? "[\(host)]:\($0)" : "\(host):\($0)"
        }
        sink.emit(
            Event(
                "component.ready", component: report.component,
                data: ["milliseconds": JSON(report.milliseconds), "address": JSON(url)]))
    }

    // MARK: ports that were taken

    private func isBindConflict(_ report: ComponentReport) -> Bool {
        report.status == .foreign || failureClass(report) == .bindConflict
    }

    private func failureClass(_ report: ComponentReport) -> FailureClass {
        guard let adapter = adapter(of: report.component) else { return .hard }
        let told = adapter.definition.failureClass(ofLog: report.log)
        // It lived until its deadline, and might have answered later.
        let wasAlive = report.status == .failed && report.exit == nil && report.identity != nil
        return told == .hard && wasAlive ? .transientProbe : told
    }

    private func adapter(of component: ComponentID) -> (any RequirementAdapter)? {
        configuration.requirement(component).flatMap {
            // An unknown kind was refused long before; without an adapter nothing more is known.
            try? live.current.registry.adapter(for: $0.kind)
        }
    }

    private func move(_ component: ComponentID, _ report: ComponentReport) throws {
        let blueprint = live.current
        let lost = blueprint.ports.filter { $0.component == component }
        let moved = try lost.map {
            try ports.retry(
                $0, scope: blueprint.project.scope, project: blueprint.project.name,
                run: blueprint.run, rules: rules)
        }
        live.replace(moved)
        for (before, plan) in zip(lost, moved) {
            sink.emit(.portMoved(plan, from: before.final, holder: report.holder?.who))
        }
        try launch(component)
    }
}
