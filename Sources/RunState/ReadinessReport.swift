package import Vocabulary

/// `runtime_readiness_report.json`: whether the run holds what a release needs of it.
package struct ReadinessReport: Sendable, Equatable {
    package var run: RunID
    package var project: ProjectName
    package var checked: Timestamp
    package var checks: [Check]

    /// One thing that must hold.
    package struct Check: Sendable, Equatable {
        /// Stable and dotted: `components.ready`, `ports.own`, `steps.succeeded`.
        package var id: String
        package var holds: Bool
        package var component: ComponentID?
        /// What was seen.
        package var evidence: String

        package init(id: String, holds: Bool, component: ComponentID? = nil, evidence: String) {
            self.id = id
            self.holds = holds
            self.component = component
            self.evidence = evidence
        }
    }

    package init(run: RunID, project: ProjectName, checked: Timestamp, checks: [Check]) {
        self.run = run
        self.project = project
        self.checked = checked
        self.checks = checks
    }

    /// Every check holds, and there is at least one.
    package var isReady: Bool { !checks.isEmpty && checks.allSatisfy(\.holds) }

    package var json: JSON {
        [
            "schema": Schema.readinessReport.json, "run_id": run.json, "project": project.json,
            "checked": checked.json, "ready": .bool(isReady),
            "checks": .array(checks.map(\.json)),
        ]
    }

    package init(json: JSON) throws {
        self.init(
            run: try json.identifier("run_id"), project: try json.identifier("project"),
            checked: try json.timestamp("checked"),
            checks: try json.list("checks", Check.init(json:)))
    }
}

extension ReadinessReport.Check {
    var json: JSON {
        [
            "id": .string(id), "holds": .bool(holds), "component": component?.json ?? .null,
            "evidence": .string(evidence),
        ]
    }

    init(json: JSON) throws {
        self.init(
            id: try json.requiredString("id"), holds: try json.requiredBool("holds"),
            component: try json.optionalIdentifier("component"),
            evidence: try json.requiredString("evidence"))
    }
}
