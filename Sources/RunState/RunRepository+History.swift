import Platform
package import Vocabulary

extension RunRepository {
    /// Removes the oldest runs of a project until `keep` are left; the current run and the newest
    /// are never removed, and failed ones go last.
    ///
    /// Costs a read per run that it looks at, so it looks only when there are more than `keep` for
    /// each project, then makes room for some more, and of very many takes only some from both ends:
    /// a start does not wait until all of them are gone.
    /// - Returns: what was removed.
    @discardableResult
    package func prune(
        _ project: ProjectName, of scope: ScopeID, keep: Int = 50
    ) throws -> [RunID] {
        let layout = self.layout.scope(scope)
        let runs = layout.allRuns()
        guard runs.count > keep * max(1, layout.allProjects().count) else { return [] }
        let seen =
            runs.count > 2 * Self.window
            ? Array(runs.prefix(Self.window) + runs.suffix(Self.window)) : runs
        let removed = excess(of: project, in: scope, keep: keep - keep / 10, among: seen)
        for run in removed { try FileSystem.removeTree(layout.run(run).folder) }
        return removed
    }

    /// Runs that a start looks at, from each end.
    private static var window: Int { 50 }

    /// The runs of a project beyond `keep`, those that may go first in front.
    ///
    /// - Parameter runs: those that are looked at; nil: all of the scope.
    package func excess(
        of project: ProjectName, in scope: ScopeID, keep: Int, among runs: [RunID]? = nil
    ) -> [RunID] {
        let layout = self.layout.scope(scope)
        let current = currentRuns(in: layout)
        let own = (runs ?? layout.allRuns()).compactMap { run -> RunRecord? in
            // What can't be read is never deleted.
            guard let record = try? RunRecord.read(layout.run(run).runState) else { return nil }
            return record.project == project ? record : nil
        }
        let failed: (RunRecord) -> Bool = { $0.status == .failed || $0.status == .lost }
        let candidates = own.dropLast().filter { !current.contains($0.run) }
        let order = candidates.filter { !failed($0) } + candidates.filter(failed)
        return order.prefix(max(0, own.count - keep)).map(\.run)
    }

    private func currentRuns(in scope: ScopeLayout) -> Set<RunID> {
        let targets = scope.allProjects().compactMap { project in
            // A project without a run points nowhere.
            try? FileSystem.readLink(project.current)
        }
        return Set(targets.map { RunID(unchecked: Path.name($0)) })
    }
}
