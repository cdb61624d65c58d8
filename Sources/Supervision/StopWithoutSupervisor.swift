package import Events
import Glibc
package import Platform
package import Vocabulary

/// Stops what a run left running when no supervisor lives, and proves that nothing is left.
///
/// The caller holds the project's lock and has seen that the supervisor's lock is free.
package struct StopWithoutSupervisor: Sendable {
    private let record: LaunchRecord
    private let kernel: KernelInstance

    package init(launchRecord: LaunchRecord, kernel: KernelInstance) {
        record = launchRecord
        self.kernel = kernel
    }

    /// What a transaction that was begun and never committed has launched; empty where there is
    /// none such.
    package var unfinished: [ComponentID] {
        guard let transaction = record.transaction, transaction.state == .begun else { return [] }
        return record.components.filter {
            $0.planned != nil || $0.current?.transaction == transaction.id
        }.map(\.component)
    }

    /// Undoes that transaction: what ran before it stays.
    package func undo(onEvent: (Event) -> Void = { _ in }) throws -> StopReport {
        let id = record.transaction?.id
        return try stop(Set(unfinished), onEvent: onEvent) { component in
            [component.planned, component.current?.transaction == id ? component.current : nil]
                .compactMap { $0 }
        }
    }

    /// Stops these components (nil is all) in reverse order of need, independent ones together.
    package func stop(
        _ components: [ComponentID]? = nil, onEvent: (Event) -> Void = { _ in }
    ) throws -> StopReport {
        let all = record.components.map(\.component)
        return try stop(Set(components ?? all), onEvent: onEvent) {
            [$0.current, $0.planned].compactMap { $0 }
        }
    }

    /// The pids of what still runs of a component; empty where nothing does.
    package func living(_ component: ComponentID) -> [Int32] {
        guard let component = record[component] else { return [] }
        let incarnations = [component.current, component.planned].compactMap { $0 }
        return sweep(incarnations).members().map(\.pid)
    }

    private func stop(
        _ components: Set<ComponentID>, onEvent: (Event) -> Void,
        incarnations: (LaunchedComponent) -> [LaunchedComponent.Incarnation]
    ) throws -> StopReport {
        let order = NeedOrder(record.components.compactMap(\.spec))
        var remaining = components
        var report = StopReport()
        while !remaining.isEmpty {
            let wave = order.outermost(of: remaining)
            let targets = record.components.filter { wave.contains($0.component) }.map {
                Target(
                    component: $0, number: ($0.current ?? $0.planned)?.number ?? 0,
                    sweep: sweep(incarnations($0)))
            }
            for target in targets { try target.ask() }
            for target in targets {
                let stop = try target.finish()
                report.components.append(stop)
                if stop.proof == .notRunning { continue }
                onEvent(
                    Event(
                        "component.stopped", component: stop.component,
                        data: stop.json.object ?? [:]))
            }
            remaining.subtract(wave)
        }
        removeEmptyGroups()
        return report
    }

    /// Also those of incarnations that no record has any more; the kernel keeps what lives.
    private func removeEmptyGroups() {
        guard kernel.usesControlGroups else { return }
        let incarnations = record.components.flatMap { [$0.current, $0.planned] }
        let folders = Set(incarnations.compactMap { $0?.cgroup }.map(Path.parent))
        for folder in folders { ControlGroup.removeEmpty(of: record.run.rawValue, in: folder) }
    }

    private func sweep(_ incarnations: [LaunchedComponent.Incarnation]) -> ProcessSweep {
        ProcessSweep(
            marks: Set(incarnations.map(\.mark)), known: incarnations.compactMap(\.identity),
            kernel: kernel,
            groups: incarnations.compactMap {
                ControlGroup.recorded($0.cgroup, run: record.run.rawValue, mark: $0.mark)
            })
    }
}

/// One component on its way out.
private final class Target {
    private let component: LaunchedComponent
    private let number: Int
    private let sweep: ProcessSweep
    private let began = Clock.system.monotonic()
    private var found: [ProcessHandle] = []

    init(component: LaunchedComponent, number: Int, sweep: ProcessSweep) {
        self.component = component
        self.number = number
        self.sweep = sweep
    }

    /// Asks it to end: the command or the signal of its stop rule, to its first process where that
    /// lives (its children are that one's business), else to all that is left.
    func ask() throws {
        let members = sweep.members()
        found = try members.compactMap { try ProcessHandle.open($0.pid) }
        if members.isEmpty { return }
        if let command = component.spec?.stop.command, let program = command.first {
            let environment = (component.spec?.environment ?? []).map(Self.pair)
            var run = Subprocess(
                program, Array(command.dropFirst()),
                environment: Dictionary(environment) { $1 }, directory: component.spec?.directory)
            run.timeout = component.spec?.stop.timeout
            // What it does not end, the sweep ends.
            _ = try? run.run()
            return
        }
        let signal = component.spec?.stop.signal ?? SIGTERM
        if let leader = sweep.known.last,
            let handle = try ProcessHandle.open(leader, on: sweep.kernel)
        {
            // The group is still this one: its leader lives.
            if kill(-leader.pid, signal) != 0 { try handle.send(signal) }
        } else {
            try sweep.signalAll(signal)
        }
    }

    /// Waits out the grace, kills what is left, proves.
    ///
    /// Those that left the group of the first process are asked once that has gone.
    func finish() throws -> ComponentStop {
        let deadline = began + UInt64(component.spec?.stop.timeout ?? 2000) * 1_000_000
        if let leader = found.first(where: { $0.pid == sweep.known.last?.pid }) {
            _ = leader.waitForExit(milliseconds: remaining(deadline))
            try sweep.signalAll(component.spec?.stop.signal ?? SIGTERM)
        }
        for handle in found {
            _ = handle.waitForExit(milliseconds: remaining(deadline))
        }
        let forced = found.contains { !$0.waitForExit(milliseconds: 0) }
        let left = sweep.members().count
        let empty = try sweep.killUntilEmpty()
        let processes = found.isEmpty && left == 0 && empty != nil ? .notRunning : Self.proof(empty)
        return ComponentStop(
            component: component.component, incarnation: number,
            proof: processes == .none ? .none : try containerProof() ?? processes,
            forced: forced, killed: left,
            milliseconds: Int((Clock.system.monotonic() - began) / 1_000_000),
            survivors: empty != nil ? [] : sweep.survivors())
    }

    /// The client may have gone without its container; nil where there is none to ask for.
    private func containerProof() throws -> ComponentStop.Proof? {
        guard let spec = component.spec, let container = spec.container else { return nil }
        let environment = Dictionary(spec.environment.map(Self.pair)) { $1 }
        var removal = Subprocess(
            container.removal[0], Array(container.removal.dropFirst()), environment: environment,
            directory: "/")
        removal.timeout = 20_000
        return try removal.run().isSuccess ? .noContainer : ComponentStop.Proof.none
    }

    private static func proof(_ emptiness: ProcessSweep.Emptiness?) -> ComponentStop.Proof {
        switch emptiness {
        case .groups: .emptyGroup
        case .twoScans: .twoScans
        case nil: .none
        }
    }

    /// Milliseconds until then; 0 where it has passed.
    private func remaining(_ deadline: UInt64) -> Int {
        let now = Clock.system.monotonic()
        return deadline > now ? Int((deadline - now) / 1_000_000) : 0
    }

    private static func pair(_ text: String) -> (String, String) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
    }
}
