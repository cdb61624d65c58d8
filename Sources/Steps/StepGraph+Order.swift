import Vocabulary

extension StepGraph {
    /// Duplicate ids and unknown dependencies, one line each.
    static func findings(_ steps: [Step]) -> [String] {
        var seen: Set<StepID> = []
        var findings: [String] = []
        for step in steps where !seen.insert(step.id).inserted {
            findings.append("two steps are called '\(step.id)'")
        }
        for step in steps {
            for unknown in step.predecessors where !seen.contains(unknown) {
                let near = suggestion(for: unknown.rawValue, among: seen.map(\.rawValue).sorted())
                findings.append(
                    "step '\(step.id)' depends on '\(unknown)', which is not there"
                        + (near.map { "; did you mean '\($0)'?" } ?? ""))
            }
        }
        return findings
    }

    /// Kahn's order; of those that could come next, the one that was declared first does.
    static func sorted(_ steps: [Step], _ graph: String) throws(Failure) -> [Step] {
        var sorted: [Step] = []
        var done: Set<StepID> = []
        var rest = steps
        while !rest.isEmpty {
            let next = rest.firstIndex { $0.predecessors.allSatisfy(done.contains) }
            guard let next else { throw cycle(in: rest, graph) }
            done.insert(rest[next].id)
            sorted.append(rest.remove(at: next))
        }
        return sorted
    }

    /// Each of `rest` waits for another of `rest`, so that following the first such leads round.
    private static func cycle(in rest: [Step], _ graph: String) -> Failure {
        var path: [StepID] = []
        var current = rest.first
        while let step = current, !path.contains(step.id) {
            path.append(step.id)
            current = rest.first { step.predecessors.contains($0.id) }
        }
        let start = current.flatMap { path.firstIndex(of: $0.id) } ?? 0
        let round = Array(path[start...]) + path[start...].prefix(1)
        return Failure(
            "steps.cycle", "the steps of '\(graph)' wait for each other", at: graph,
            because: [round.map(\.rawValue).joined(separator: " → ")],
            hint: "take one of these dependencies away")
    }
}
