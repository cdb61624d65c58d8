package import Vocabulary

/// `error_report.json`: what is wrong, newest first, one per component, and one per step that belongs
/// to none; empty when all is well.
package struct ErrorReport: Sendable, Equatable {
    package var run: RunID
    package var project: ProjectName
    package private(set) var failures: [FailureEntry]

    package init(run: RunID, project: ProjectName, failures: [FailureEntry] = []) {
        self.run = run
        self.project = project
        self.failures = failures
    }

    /// Puts the failure first; an older one of the same component goes.
    package mutating func add(_ failure: FailureEntry) {
        failures.removeAll {
            $0.component == failure.component
                && ($0.component != nil || $0.step == failure.step)
        }
        failures.insert(failure, at: 0)
    }

    /// Takes in what failed in one start, in its order. What belongs to no component is of the start
    /// before, and goes.
    package mutating func add(ofStart failed: [FailureEntry]) {
        failures.removeAll { $0.component == nil }
        for failure in failed.reversed() { add(failure) }
    }

    /// The component is well again.
    package mutating func clear(_ component: ComponentID) {
        failures.removeAll { $0.component == component }
    }

    package var json: JSON {
        [
            "schema": Schema.errorReport.json, "run_id": run.json, "project": project.json,
            "failures": .array(failures.map(\.json)),
        ]
    }

    package init(json: JSON) throws {
        self.init(
            run: try json.identifier("run_id"), project: try json.identifier("project"),
            failures: try json.list("failures", FailureEntry.init(json:)))
    }
}
