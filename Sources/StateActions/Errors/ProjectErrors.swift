import Platform
package import RunState
package import Truth
package import Vocabulary

/// What is wrong with one project: what its latest run recorded, and what the kernel shows besides,
/// since nobody records the end of a component whose supervisor is lost.
package struct ProjectErrors: Sendable {
    package let run: RunID
    /// Newest first, one per component, and one per step that belongs to none.
    package let failures: [FailureEntry]

    /// - Parameter report: nil where the run has none that can be read.
    package init(_ report: ErrorReport?, observed: ObservedProject, now: Timestamp) {
        run = observed.record.run
        let recorded = report?.failures ?? []
        let known = Set(recorded.compactMap(\.component))
        // What a start recorded as failed without an entry of its own fell with that start's others.
        let start = recorded.map(\.time).max() ?? now
        let seen = observed.components.filter { !known.contains($0.name) }
            .compactMap { $0.failure(at: $0.record.status == .failed ? start : now) }
        failures = seen + recorded
    }

    private init(run: RunID, failures: [FailureEntry]) {
        self.run = run
        self.failures = failures
    }

    /// Those of the named components only; all where none is named.
    package func of(_ components: [ComponentID]) -> ProjectErrors {
        if components.isEmpty { return self }
        return ProjectErrors(
            run: run,
            failures: failures.filter { $0.component.map(components.contains) ?? false })
    }

    package var json: JSON {
        .array(
            failures.map { failure in
                guard var object = failure.json.object else { return failure.json }
                object["summary"] = .string(failure.summary)
                return .object(object)
            })
    }
}

extension FailureEntry {
    /// One line that names the cause: what happened, the first reason, and how it ended.
    package var summary: String {
        var text = sentence
        if let exit, !exit.isSuccess, !text.contains(exit.description) { text += ", \(exit)" }
        return text
    }
}

extension ObservedComponent {
    /// The failure that the kernel shows; nil where the component is as it should be.
    fileprivate func failure(at now: Timestamp) -> FailureEntry? {
        guard let code else { return nil }
        var entry = FailureEntry(
            time: now, code: code,
            message: "\(name) is \(status.rawValue)" + (reason.map { ": \($0)" } ?? ""),
            component: name)
        entry.exit = record.exit
        entry.failureClass = record.failureClass
        entry.hint = status == .foreign ? "envctl restart \(name)" : "envctl start \(name)"
        return entry
    }

    private var code: String? {
        switch status {
        case .lost: "component.lost"
        case .foreign: "component.foreign_port"
        case .failed: "component.failed"
        case .degraded: "component.degraded"
        case .starting, .ready, .stopping, .stopped, .skipped: nil
        }
    }
}
