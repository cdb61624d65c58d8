import Vocabulary

/// What the record of an earlier run means for this one.
struct StepResume {
    /// Begin here; nil: at whatever is unfinished.
    var named: StepID?
    /// All that the named step needs.
    var prerequisites: Set<StepID> = []
    /// The inputs on which steps were done.
    var digests: [StepID: String] = [:]
    /// Steps that were to run because an earlier one did, and did not come to it.
    var stale: Set<StepID> = []

    init() {}

    /// - Throws: `Failure` where the run can't begin so.
    init(
        _ beginning: StepOptions.Beginning, _ graph: StepGraph, _ record: StepExecutionState
    ) throws(Failure) {
        if case .resumeFrom(let id) = beginning {
            named = try Self.known(id, in: graph)
            prerequisites = Set(graph.prerequisites(of: id))
            try Self.checkFinished(graph.prerequisites(of: id), of: id, graph, record)
        } else {
            try Self.checkRepeatable(graph, record)
        }
        digests = record.results.compactMapValues { $0.outcome.isDone ? $0.inputsDigest : nil }
        stale = Self.stale(graph, record)
    }

    private static func known(_ id: StepID, in graph: StepGraph) throws(Failure) -> StepID {
        if graph[id] != nil { return id }
        let known = graph.order.map(\.id.rawValue)
        throw Failure(
            "steps.unknown_step", "there is no step '\(id)'", at: graph.id,
            because: ["the steps are " + known.joined(separator: ", ")],
            hint: suggestion(for: id.rawValue, among: known).map { "did you mean '\($0)'?" })
    }

    private static func checkFinished(
        _ prerequisites: [StepID], of id: StepID, _ graph: StepGraph, _ record: StepExecutionState
    ) throws(Failure) {
        for needed in prerequisites {
            let outcome = record.results[needed]?.outcome
            if let outcome, outcome.isDone { continue }
            if let outcome, outcome.isFailure, graph[needed]?.policy == .soft { continue }
            throw Failure(
                "steps.unfinished_prerequisite",
                "step '\(id)' needs '\(needed)', which is not done",
                at: graph.id, because: ["'\(needed)' " + (outcome?.words ?? "has not run")],
                hint: "begin there: --resume-from \(needed)")
        }
    }

    /// A step that was interrupted by the end of its runner, may not be repeated, and can't say how
    /// far it came, is a person's to decide on.
    private static func checkRepeatable(
        _ graph: StepGraph, _ record: StepExecutionState
    ) throws(Failure) {
        for running in record.current {
            guard let step = graph[running.id], !step.idempotent, step.check == nil else {
                continue
            }
            throw Failure(
                "steps.not_repeatable",
                "nobody knows how far step '\(step.id)' came, and it may not be safe to repeat",
                at: graph.id, because: ["the run ended in the middle of it"],
                hint: "look at what it did, then repeat it with --resume-from \(step.id)")
        }
    }

    private static func stale(_ graph: StepGraph, _ record: StepExecutionState) -> Set<StepID> {
        let current = record.current.map(\.id)
        let began = graph.order.map(\.id).filter { id in
            guard let result = record.results[id] else { return current.contains(id) }
            return !result.isSkipped
        }
        let open = graph.order.filter { !(record.results[$0.id]?.outcome.isDone ?? false) }
        return Set(open.filter { $0.rerunsWith.contains(where: began.contains) }.map(\.id))
    }
}

extension StepOutcome {
    /// As the end of a sentence about the step.
    fileprivate var words: String {
        switch self {
        case .succeeded: "succeeded"
        case .skipped(let reason): "was skipped: \(reason.text)"
        case .failed(let kind): "failed (\(kind.rawValue))"
        case .timedOut: "ran out of time"
        case .cancelled: "was cancelled"
        case .undone: "was undone"
        }
    }
}
