import Glibc
package import Platform
import Requirements
import RunState
package import Supervision
package import Truth
package import Vocabulary

/// Asks the components of one project how they are, all at once: first the kernel, by `Truth`, then
/// each one's own probe.
package struct HealthAsking: Sendable {
    private let observed: ObservedProject
    private let launch: LaunchRecord?
    private let helper: String
    private let clock: Clock

    /// Milliseconds that one component may take to answer.
    private static let limit: UInt64 = 5000

    /// - Parameters:
    ///   - launch: where the probes are; without it only the kernel is asked.
    ///   - helper: absolute path of `envctl-supervisor`.
    package init(
        _ observed: ObservedProject, launch: LaunchRecord?, helper: String, clock: Clock
    ) {
        self.observed = observed
        self.launch = launch
        self.helper = helper
        self.clock = clock
    }

    /// One answer for each component, in recorded order.
    ///
    /// - Parameter named: only these; all where none is named.
    package func ask(_ named: [ComponentID]) throws -> [ComponentHealth] {
        let chosen = observed.components.filter { named.isEmpty || named.contains($0.name) }
        let answers = try SideBySide.run(
            chosen.map { component in SideBySide.Piece { health(of: component) } })
        return answers.compactMap(\.self)
    }

    private func health(of component: ObservedComponent) -> ComponentHealth {
        let record = component.record
        var health = ComponentHealth(
            component: record.name, status: component.status, isHealthy: false,
            reason: component.reason)
        if record.desired == .stopped, !component.isAlive {
            health.isHealthy = nil
            return health
        }
        let canAnswer = component.status == .ready || component.status == .degraded
        guard canAnswer, component.isAlive || !component.isObserved else { return health }
        let began = clock.monotonic()
        guard let answer = answer(of: record, until: began + Self.limit * 1_000_000) else {
            health.isHealthy = component.status == .ready
            return health
        }
        health.microseconds = Int((clock.monotonic() - began) / 1000)
        health.probe = answer.name
        health.isHealthy = answer.passed && !component.isWorseThanRecorded
        health.reason = answer.complaint ?? component.reason
        return health
    }

    /// Nil where nothing is known to ask.
    private func answer(of record: ComponentRecord, until deadline: UInt64) -> ProbeAnswer? {
        if record.backend == .external { return external(record) }
        guard let spec = launch?[record.name]?.spec else { return nil }
        let run = ProbeRun(
            spec: spec, pid: record.identity?.pid ?? 0, helper: helper, deadline: deadline)
        return Recording.span(
            .probe, ["component": record.name.json],
            outcome: { ["probe": .string($0.name), "answer": JSON($0.complaint)] }
        ) { run.ask(spec.health?.probe ?? spec.ready) }
    }

    /// Whether a connection can be made: what else an external server answers needs its password.
    private func external(_ record: ComponentRecord) -> ProbeAnswer? {
        guard let url = record.url else { return nil }
        let name = "connect " + PublicAddress.of(url)
        do {
            try ExternalReach.connect(url, milliseconds: Int(Self.limit))
            return ProbeAnswer(name: name)
        } catch {
            let failure = Failure(error)
            return ProbeAnswer(name: name, complaint: failure.causes.first ?? failure.message)
        }
    }
}

extension ObservedComponent {
    /// The kernel shows something that the record does not know: a port without a listener, data
    /// that is gone.
    fileprivate var isWorseThanRecorded: Bool {
        status != record.status && status != .ready
    }
}
