package import RunState
package import Truth
package import Vocabulary

/// One project with what is recorded of it and what of that is true.
package struct InspectedProject: Sendable {
    package var project: Project
    /// Nil where nothing was started yet, and where the record can't be read.
    package var observed: ObservedProject?
    /// Why the record can't be read.
    package var problem: Failure?
    package var timings = Timings.unasked
    /// What to type to start it, from where the caller stands.
    package var startCommand = "envctl start"

    /// How long its last start took, where somebody wants to know.
    package enum Timings: Sendable, Equatable {
        case unasked
        /// Nil where nothing tells of it.
        case asked(StartTimings?)
    }

    package init(
        _ project: Project, observed: ObservedProject? = nil, problem: Failure? = nil
    ) {
        self.project = project
        self.observed = observed
        self.problem = problem
    }

    /// Components of which something runs now, or of which nothing of ours can tell.
    package var running: [ObservedComponent] {
        observed?.components.filter { $0.isAlive || $0.isServedElsewhere } ?? []
    }

    /// Something of its environment is there to be used.
    package var isRunning: Bool { observed?.isRunning == true || !running.isEmpty }

    /// Names of the recorded components, requirements first.
    package var components: [ComponentID] { observed?.record.components.map(\.name) ?? [] }
}

extension ObservedComponent {
    /// No process of ours (`external`), wanted, and as far as is known well.
    var isServedElsewhere: Bool {
        guard !isObserved, record.desired == .running else { return false }
        return status == .ready || status == .degraded
    }
}
