package import Vocabulary

/// `error_report.json`: what is wrong, newest first, one per component; empty when all is well.
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
        failures.removeAll { $0.component == failure.component }
        failures.insert(failure, at: 0)
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
