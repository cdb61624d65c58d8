package import RunState
package import Supervision
package import Vocabulary

/// What a stop did to one project, and how it is known that nothing is left.
package struct StopOutcome: Sendable {
    package enum Ending: String, Sendable {
        case stopped
        /// Nothing ran.
        case unchanged = "nothing_running"
    }

    package var project: Project
    package var ending: Ending
    package var run: RunID?
    package var components: [ComponentStop]
    /// No supervisor lived, and it was done without one.
    package var withoutSupervisor: Bool
    /// The pid of a supervisor that did not answer, and was ended.
    package var deafSupervisor: Int32?
    package var notes: [String]
    /// Only these were named, and the rest was left alone.
    package var named: [ComponentID] = []
    /// Of the whole stop.
    package var milliseconds: Int

    package init(
        project: Project, ending: Ending, run: RunID? = nil, components: [ComponentStop] = [],
        withoutSupervisor: Bool = false, deafSupervisor: Int32? = nil, notes: [String] = [],
        milliseconds: Int = 0
    ) {
        self.project = project
        self.ending = ending
        self.run = run
        self.components = components
        self.withoutSupervisor = withoutSupervisor
        self.deafSupervisor = deafSupervisor
        self.notes = notes
        if let deafSupervisor {
            self.notes.append(
                "its supervisor (process \(deafSupervisor)) did not answer and was ended first")
        }
        self.milliseconds = milliseconds
    }
}
