package import Events
package import Steps

/// Where the time of a start or restart went, by the record of what it did: the phases of each
/// component, and the chain of steps that nothing could have shortened but these steps themselves.
package struct StartTimings: Sendable, Equatable {
    package enum Phase: String, Sendable, CaseIterable {
        /// None of its own steps runs: it waits for what it needs, a lock or a free place.
        case wait
        /// What has to be done before its launch: data, `prepare`, the project's own steps.
        case prepare
        /// Until nothing is left of the one before, where that was the supervisor's business.
        case stop
        case spawn
        /// From the spawn until it answers.
        case ready
        /// What is done once it answers.
        case finish
    }

    /// One component, or one of the project's own steps; milliseconds.
    package struct Component: Sendable, Equatable {
        package var name: String
        /// Without those of no length.
        package var phases: [Phase: Int]
    }

    /// A piece of the critical path.
    package struct Stretch: Sendable, Equatable {
        package var name: String
        package var step: StepID
        package var phase: Phase
        package var milliseconds: Int
    }

    /// From the first step's begin to the last one's end.
    package let milliseconds: Int
    /// In the order of the plan.
    package let components: [Component]
    /// In the order of time; together as long as the whole.
    package let path: [Stretch]

    /// Nil where no step ran, and of a record that does not tell when they did.
    package init?(_ state: StepExecutionState) { self.init(TimedStep.all(of: state)) }

    /// Of the last restart; nil where what these events tell of last is another thing.
    package init?(restartAmong events: [RecordedEvent]) {
        guard let restart = RestartTrace(events) else { return nil }
        self.init(restart.steps)
    }

    private init?(_ pieces: [TimedStep]) {
        guard let last = pieces.max(by: { $0.ended < $1.ended }) else { return nil }
        milliseconds = last.ended
        let names = pieces.reduce(into: [String]()) { names, piece in
            if !names.contains(piece.owner) { names.append(piece.owner) }
        }
        components = names.map { name in
            Component(name: name, phases: TimedStep.phases(pieces.filter { $0.owner == name }))
        }
        path = TimedStep.path(to: last, among: pieces)
    }
}
