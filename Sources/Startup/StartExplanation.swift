package import Planning
package import Requirements
package import RunState
package import Vocabulary

/// What a start would do with a project, and why; what is true of it now, and what it lacks.
package struct StartExplanation: Sendable {
    package var project: Project
    /// The last run; nil where there never was one.
    package var run: RunID?
    /// Something of it is running.
    package var isRunning: Bool
    /// What a start would do before anything else: undo what was cut short, adopt what lives.
    package var before: [String]
    /// In the order in which they would start, those that are left out last.
    package var components: [ExplainedComponent]
    package var ports: [PortPlan]
    /// What would be executed, in order; nil where something keeps the start from it.
    package var steps: [PlannedWork]?
    /// What keeps all of it from being started, beside what keeps single components.
    package var problem: Failure?
    package var notes: [String]

    package struct PlannedWork: Sendable {
        package var id: String
        package var description: String
    }

    /// Whether a start would begin to do all of it.
    package var isPossible: Bool {
        problem == nil && components.allSatisfy { $0.problem == nil && $0.blocker == nil }
    }
}

/// One component of an explanation.
package struct ExplainedComponent: Sendable {
    package var plan: PlannedComponent
    /// What it is now; nil where it was never started.
    package var status: ComponentStatus?
    /// Why it is that.
    package var statusReason: String?
    /// What keeps it from being started.
    package var problem: Failure?
    /// What it needs and can't have.
    package var blocker: ComponentID?
    /// Where its data is or would come from; nil where it has none of ours.
    package var data: ExplainedData?
    /// Of requirements.
    package var backends: [BackendSurvey.Row]

    /// What a start would do: a decision's word, or `blocked`.
    package var action: String {
        problem == nil && blocker == nil ? plan.decision.word : "blocked"
    }

    package var reasons: [String] {
        if let problem { return [problem.message] + problem.causes }
        if let blocker { return ["it needs '\(blocker)', which can't be started"] }
        return plan.decision.reasons
    }
}

/// Where data is or would come from.
package enum ExplainedData: Sendable, Equatable {
    case present
    /// A copy of that project's.
    case clone(ProjectName)
    case new

    package var word: String {
        switch self {
        case .present: "present"
        case .clone: "clone"
        case .new: "new"
        }
    }
}
