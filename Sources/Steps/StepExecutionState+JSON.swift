package import Vocabulary

extension StepExecutionState {
    package static let schema = "envctl.steps/1"

    /// The content of `steps.json`; its schema is `contracts/steps.schema.json`.
    package var json: JSON {
        let results = plan.compactMap { step in
            self.results[step.id].map { (step.id.rawValue, $0.json) }
        }
        return [
            "schema": .string(Self.schema), "graph": .string(graph),
            "plan_digest": .string(planDigest), "plan": .array(plan.map(\.json)),
            "completed": JSON(completed.map(\.rawValue)), "current": .array(current.map(\.json)),
            "results": .object(JSON.Object(results)), "started": started.json,
            "updated": updated.json,
        ]
    }

    package init(json: JSON) throws {
        graph = try json.requiredString("graph")
        planDigest = try json.requiredString("plan_digest")
        plan = try json.list("plan", PlannedStep.init(json:))
        completed = try json.strings("completed").map(StepID.init(unchecked:))
        current = try json.list("current", Running.init(json:))
        results = try json.required("results", "an object") { $0.object }.members
            .reduce(into: [:]) { results, member in
                let id = StepID(unchecked: member.key)
                results[id] = try StepResult(id, json: member.value)
            }
        started = try json.requiredTimestamp("started")
        updated = try json.requiredTimestamp("updated")
    }
}

extension StepExecutionState.Running {
    var json: JSON {
        ["id": id.json, "mark": .int(Int64(mark)), "started": started.json]
    }

    init(json: JSON) throws {
        id = StepID(unchecked: try json.requiredString("id"))
        mark = UInt64(clamping: try json.requiredInt("mark"))
        started = try json.requiredTimestamp("started")
    }
}

extension JSON {
    fileprivate func requiredTimestamp(_ key: String) throws -> Timestamp {
        try required(key, "a time") { $0.string.flatMap { Timestamp($0) } }
    }
}
