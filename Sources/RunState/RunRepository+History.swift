import Platform
package import Vocabulary

extension RunRepository {
    /// Removes the oldest runs of a project until `keep` are left; the current run and the newest
    /// are never removed, and failed ones go last.
    ///
    /// Costs a look at each run that it considers, so it looks only when there are more than `keep`
    /// for each project, then makes room for some more, and of very many takes only some: a start
    /// does not wait until all of them are gone.
    /// - Returns: what was removed.
    @discardableResult
    package func prune(
        _ project: ProjectName, of scope: ScopeID, keep: Int = 50
    ) throws -> [RunID] {
        let layout = self.layout.scope(scope)
        let runs = layout.allRuns()
        let room = keep * max(1, layout.allProjects().count)
        guard runs.count > room else { return [] }
        let seen = runs.count > room + Self.most ? runs.prefix(Self.most) + runs.suffix(room) : runs
        let removed = excess(
            of: project, in: scope, keep: keep - keep / 10, among: seen, most: Self.most)
        for run in removed { try FileSystem.removeTree(layout.run(run).folder) }
        return removed
    }

    /// Runs that a start removes.
    private static var most: Int { 50 }

    /// The runs of a project beyond `keep`, those that may go first in front.
    ///
    /// - Parameters:
    ///   - runs: those that are looked at; nil: all of the scope.
    ///   - most: no more than these, the oldest.
    package func excess(
        of project: ProjectName, in scope: ScopeID, keep: Int, among runs: [RunID]? = nil,
        most: Int = .max
    ) -> [RunID] {
        let layout = self.layout.scope(scope)
        let current = currentRuns(in: layout)
        let own = (runs ?? layout.allRuns()).filter { isOwn(layout.run($0), project) }
        let surplus = min(most, max(0, own.count - keep))
        // Some more than may go: failed ones among them stay as long as there are others.
        let oldest = own.dropLast().filter { !current.contains($0) }
            .prefix(most == .max ? own.count : surplus + most / 2)
        // What can't be read is never deleted.
        let records = oldest.compactMap { try? RunRecord.read(layout.run($0).runState) }
        let failed: (RunRecord) -> Bool = { $0.status == .failed || $0.status == .lost }
        let order = records.filter { !failed($0) } + records.filter(failed)
        return order.prefix(surplus).map(\.run)
    }

    /// By the beginning of its record, which names the project before anything long.
    private func isOwn(_ run: RunLayout, _ project: ProjectName) -> Bool {
        // A run without a record is nobody's.
        guard let bytes = try? FileSystem.read(run.runState, limit: 1024) else { return false }
        let words = ["\"project\": \"\(project)\"", "\"project\":\"\(project)\""]
        return bytes.withUnsafeBytes { head in
            words.contains { ByteSearch.find(Array($0.utf8), in: head) != nil }
        }
    }

    private func currentRuns(in scope: ScopeLayout) -> Set<RunID> {
        let targets = scope.allProjects().compactMap { project in
            // A project without a run points nowhere.
            try? FileSystem.readLink(project.current)
        }
        return Set(targets.map { RunID(unchecked: Path.name($0)) })
    }
}
