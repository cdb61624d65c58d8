import Events
import Platform
import Requirements
import RunState
import Supervision
import Vocabulary

/// Reads the records of one project, each for itself: one that can't be read is a finding and hides
/// no other.
struct RecordReading {
    let folders: ProjectLayout
    let scope: ScopeLayout
    /// The project's latest run.
    let run: RunLayout?

    func read(into facts: inout DiagnosisFacts) {
        note(&facts) { _ = try ScopeRecord.read(scope.record) }
        note(&facts) { _ = try SecretStore(readingFrom: folders.secrets) }
        guard let run else { return }
        note(&facts) { _ = try LaunchRecord.read(runFolder: run.folder) }
        note(&facts) { _ = try PortsManifest.read(run.artifact(.portsManifest)) }
        note(&facts) { _ = try RuntimeMap.read(run.artifact(.runtimeMap)) }
        note(&facts) { _ = try ReadinessReport.read(run.artifact(.readinessReport)) }
        note(&facts) { facts in
            facts.failures = try ErrorReport.read(run.artifact(.errorReport))?.failures ?? []
        }
        note(&facts) { facts in facts.exits = ExitFacts.last(in: try EventLog.read(run.events)) }
    }

    private func note(_ facts: inout DiagnosisFacts, _ body: (inout DiagnosisFacts) throws -> Void)
    {
        do { try body(&facts) } catch { facts.records.append(Failure(error)) }
    }

    private func note(_ facts: inout DiagnosisFacts, _ body: () throws -> Void) {
        note(&facts) { _ in try body() }
    }
}
