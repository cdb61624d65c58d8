package import Events
import Planning
package import Platform
package import Requirements
package import RunState
import Supervision
import Truth
package import Vocabulary

/// Stops environments, and ends only when the kernel says that nothing of them is left.
package struct LifecycleCleanupOrchestrator: Sendable {
    let layout: StateLayout
    let kernel: KernelInstance
    let clock: Clock
    let sink: any EventSink
    /// What removals ask for volumes; a stop needs it not.
    let volumes: OwnedVolumes?
    /// The same for what no record tells of.
    let engine: EngineHoldings?

    package init(
        layout: StateLayout, kernel: KernelInstance, clock: Clock, sink: any EventSink,
        volumes: OwnedVolumes? = nil, engine: EngineHoldings? = nil
    ) {
        self.volumes = volumes
        self.engine = engine
        self.layout = layout
        self.kernel = kernel
        self.clock = clock
        self.sink = sink
    }

    /// Stops the project, or only some of its components; data and reservations stay.
    ///
    /// - Parameter configured: the names that are known besides those that are recorded; asked for
    ///   only where one is not.
    /// - Throws: `component.unknown`, `stop.incomplete` where something can't be ended.
    package func stop(
        _ project: Project, components: [ComponentID] = [],
        configured: () -> [ComponentID] = { [] }, cancellation: Cancellation
    ) throws -> StopOutcome {
        let began = clock.monotonic()
        var outcome = try Recording.span(.stop, ["project": project.name.json]) {
            try stopObserved(project, components, configured, cancellation)
        }
        outcome.named = components
        outcome.milliseconds = Int((clock.monotonic() - began) / 1_000_000)
        return outcome
    }

    private func stopObserved(
        _ project: Project, _ named: [ComponentID], _ configured: () -> [ComponentID],
        _ cancellation: Cancellation
    ) throws -> StopOutcome {
        let first = try observe(project)
        let components = try recorded(named, in: first?.record, configured)
        let isVain = components.isEmpty && !named.isEmpty
        let isBusy = try components.isEmpty && FileLock.isHeld(folders(project).lock)
        guard !isVain, isBusy || needsStop(project, first) else {
            return StopOutcome(project: project, ending: .unchanged, run: first?.record.run)
        }
        let entry = StopEntry(
            folders: folders(project), clock: clock, sink: sink, endsStarts: components.isEmpty)
        // A start that is under way holds the lock; stopping what it launched is what ends it.
        let turn = try entry.enter(cancellation) { try interruptStart(project, cancellation) }
        return try withExtendedLifetime(turn.lock) {
            try stopInTurn(project, components, turn, cancellation)
        }
    }

    private func needsStop(_ project: Project, _ observed: ObservedProject?) -> Bool {
        if let observed, observed.isRunning || observed.interruptedStart { return true }
        // What was lost is still wanted, and has left its sockets: a resume would bring it back.
        return observed?.supervisor == .lost || hasOpenClaims(project)
    }

    private func stopInTurn(
        _ project: Project, _ components: [ComponentID], _ turn: StopEntry.Turn,
        _ cancellation: Cancellation
    ) throws -> StopOutcome {
        let now = try observe(project)
        var outcome = StopOutcome(project: project, ending: .unchanged, run: now?.record.run)
        if let now, needsStop(project, now) {
            outcome = try stop(project, now, components, cancellation)
        } else if now == nil {
            // A start that was killed before it had a run may have got this far.
            try endClaims(of: project)
        }
        if outcome.components.isEmpty, let interrupted = turn.interrupted {
            outcome.components = interrupted.components
            outcome.ending = .stopped
        }
        return outcome
    }

    /// By its supervisor; nil where that is not there yet, or any more.
    private func interruptStart(
        _ project: Project, _ cancellation: Cancellation
    ) throws -> StopReport? {
        let runs = RunRepository(layout, clock: clock)
        guard let record = try runs.current(project.name, of: project.scope),
            let launch = try launchRecord(of: record)
        else { return nil }
        do { return try stopBySupervisor(launch, record, nil, cancellation) } catch let failure
            as Failure
        {
            // The start then ends by itself, and what it launched is stopped after it.
            guard failure.code == "supervisor.unresponsive" else { throw failure }
            try DeafSupervisor(launch, kernel).end(failure)
            return nil
        }
    }

    private static let noLongerWanted = "it was lost, and nothing of it is to be resumed any more"

    private func stop(
        _ project: Project, _ observed: ObservedProject, _ components: [ComponentID],
        _ cancellation: Cancellation
    ) throws -> StopOutcome {
        let run = observed.record.run
        let names = components.isEmpty ? nil : components
        if names == nil { try endSteps(of: observed.record) }
        var deaf: Int32?
        guard let report = try stop(observed, names, cancellation, &deaf) else {
            if names == nil { try endClaims(of: project) }
            return StopOutcome(project: project, ending: .unchanged, run: run)
        }
        try prove(report)
        let left = names == nil ? try finish(project, observed) : []
        if observed.supervisor != .running,
            report.components.allSatisfy({ $0.proof == .notRunning })
        {
            let notes = observed.status == .lost ? [Self.noLongerWanted] : []
            return StopOutcome(project: project, ending: .unchanged, run: run, notes: notes)
        }
        return StopOutcome(
            project: project, ending: .stopped, run: run, components: report.components,
            withoutSupervisor: observed.supervisor != .running || deaf != nil, deafSupervisor: deaf,
            notes: left)
    }

    /// What a killed command had under way: we hold the project's lock, so nobody waits for it.
    private func endSteps(of record: RunRecord) throws {
        let marks = run(record).stepMarks
        if marks.isEmpty { return }
        _ = try ProcessSweep(marks: marks, kernel: kernel).killUntilEmpty()
    }

    // MARK: parts

    func observe(_ project: Project) throws -> ObservedProject? {
        let runs = RunRepository(layout, clock: clock)
        try runs.repairCurrent(project.name, of: project.scope) { failure, aside in
            sink.emit(.setAside(failure, as: aside))
        }
        guard let record = try runs.current(project.name, of: project.scope) else { return nil }
        return try Truth(layout: layout, kernel: kernel).observe([record])[0]
    }

    /// Of whatever run: one that was killed early has no record.
    private func hasOpenClaims(_ project: Project) -> Bool {
        // A registry that can't be read has no claim that could be ended here.
        let reservations = (try? PortRegistry(layout, clock: clock).reservations()) ?? []
        return reservations.contains {
            $0.scope == project.scope && $0.project == project.name && $0.claim != nil
        }
    }

    func endClaims(of project: Project) throws {
        try PortRegistry(layout, clock: clock).endClaims(of: project.name, in: project.scope)
    }

    private func folders(_ project: Project) -> ProjectLayout {
        layout.scope(project.scope).project(project.name)
    }

    func launchRecord(of record: RunRecord) throws -> LaunchRecord? {
        try LaunchRecord.read(runFolder: run(record).folder)
    }

    func run(_ record: RunRecord) -> RunLayout {
        layout.scope(record.scope).run(record.run)
    }
}
