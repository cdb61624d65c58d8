package import Vocabulary

/// Steps in an order in which they can run; made only of steps that fit together.
package struct StepGraph: Sendable {
    /// What it does and for whom, e.g. `start main`; the same for a later resume.
    package let id: String
    /// As declared.
    package let steps: [Step]
    /// Topological, ties as declared.
    package let order: [Step]

    /// - Throws: `Failure` `steps.invalid_graph` with every duplicate id and unknown dependency, or
    ///   `steps.cycle` with the cycle's path.
    package init(id: String, steps: [Step]) throws(Failure) {
        let findings = Self.findings(steps)
        guard findings.isEmpty else {
            throw Failure(
                "steps.invalid_graph", "the steps of '\(id)' do not fit together", at: id,
                because: findings)
        }
        self.id = id
        self.steps = steps
        order = try Self.sorted(steps, id)
    }

    /// The graph of what several providers do, each expanded.
    package init(id: String, providers: [any StepProvider]) throws {
        try self.init(id: id, steps: providers.flatMap { try $0.expandedSteps() })
    }

    package subscript(id: StepID) -> Step? { steps.first { $0.id == id } }

    /// All that `id` needs, directly or not, in order, without itself.
    package func prerequisites(of id: StepID) -> [StepID] {
        var needed: Set<StepID> = [id]
        for step in order.reversed() where needed.contains(step.id) {
            needed.formUnion(step.predecessors)
        }
        return order.map(\.id).filter { needed.contains($0) && $0 != id }
    }
}
