package import RunState
package import Vocabulary

/// What is true of one project now: its latest run's record, and what was found of it.
package struct ObservedProject: Sendable, Equatable {
    package var record: RunRecord
    package var supervisor: SupervisorState
    /// Requirements first, each kind in declared order.
    package var components: [ObservedComponent]
    /// A start was begun and never finished, and nobody is at work on it.
    package var interruptedStart: Bool
    /// The command of the latest start vanished, and the supervisor undid what it had begun.
    package var undoneStart: Bool

    package init(
        record: RunRecord, supervisor: SupervisorState, components: [ObservedComponent],
        interruptedStart: Bool = false, undoneStart: Bool = false
    ) {
        self.record = record
        self.supervisor = supervisor
        self.components = components
        self.interruptedStart = interruptedStart
        self.undoneStart = undoneStart
    }

    package subscript(component: ComponentID) -> ObservedComponent? {
        components.first { $0.name == component }
    }

    /// Ports that living components of this project listen on.
    package var ownPorts: Set<Port> { Set(components.flatMap(\.ownPorts)) }

    /// Something of it runs.
    package var isRunning: Bool {
        supervisor == .running || components.contains(where: \.isAlive)
    }

    /// One word for all components that should count: the worst of what is wrong, `degraded` where
    /// others are well.
    package var status: ComponentStatus {
        let words = components.map(\.status).filter { $0 != .skipped }
        if words.isEmpty { return supervisor == .running ? .starting : .stopped }
        for transient in [ComponentStatus.starting, .stopping] where words.contains(transient) {
            return transient
        }
        // What failed was wanted, also where an undone start has taken that back.
        let wanted = components.filter {
            $0.status != .skipped && ($0.record.desired == .running || $0.status != .stopped)
        }.map(\.status)
        if words.allSatisfy({ $0 == .stopped }) {
            return record.failedStart == nil ? .stopped : .failed
        }
        if wanted.allSatisfy({ $0 == .ready }) { return .ready }
        if words.contains(.ready) || words.contains(.degraded) { return .degraded }
        return [.failed, .foreign, .lost].first(where: words.contains) ?? .stopped
    }

    /// The record with what was observed in the place of what was remembered.
    package var corrected: RunRecord {
        var copy = record
        copy.status = status
        for component in components {
            // What was remembered of another state is no reason of what is ready.
            let isNews = component.status == .ready && component.record.status != .ready
            copy[component.name]?.status = component.status
            if isNews || component.reason != nil {
                copy[component.name]?.reason = component.reason
            }
        }
        return copy
    }
}
