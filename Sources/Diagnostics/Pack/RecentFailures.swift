import RunState
import Vocabulary

/// What failed in the latest runs of a scope, newest first.
struct RecentFailures {
    private let scope: ScopeLayout
    private static let runs = 20

    init(_ scope: ScopeLayout) { self.scope = scope }

    var json: JSON {
        .array(
            scope.allRuns().suffix(Self.runs).reversed().flatMap { run -> [JSON] in
                let path = scope.run(run).artifact(.errorReport)
                // A damaged report is told of by the diagnosis.
                guard let report = try? ErrorReport.read(path) else { return [] }
                return report.failures.map {
                    ["run_id": run.json, "project": report.project.json, "failure": $0.json]
                }
            })
    }
}
