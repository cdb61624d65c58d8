package import Platform
package import Vocabulary

/// The runs of this user: makes new ones, finds old ones, removes the oldest.
package struct RunRepository: Sendable {
    package let layout: StateLayout
    private let clock: Clock

    package init(_ layout: StateLayout, clock: Clock = .system) {
        self.layout = layout
        self.clock = clock
    }

    /// An id that sorts after every run of the scope, whatever the wall clock does.
    package func nextRun(of scope: ScopeID) -> RunID {
        RunID(
            at: clock.now(), after: layout.scope(scope).allRuns().last,
            random: UInt32(truncatingIfNeeded: Random.uint64()))
    }

    /// Makes the run's folder with its first artifacts, then switches the project and the scope to
    /// it; the caller holds the project's lock.
    package func create(_ record: RunRecord) throws -> RunWriter {
        let scope = layout.scope(record.scope)
        let project = scope.project(record.project)
        try scope.prepare()
        try project.prepare()
        var writer = RunWriter(scope: scope, run: record.run)
        try writer.run.prepare()
        try record.write(writer.run.runState)
        try writer.save(ErrorReport(run: record.run, project: record.project))
        try writer.save(
            ReadinessReport(
                run: record.run, project: record.project, checked: clock.now(), checks: []))
        try FileSystem.replaceLink(project.current, target: "../../runs/\(record.run)")
        try show(record.run, in: scope)
        try writer.saveMaps(of: record)
        return writer
    }

    /// Lets the scope's artifacts show that run: one rename for all of them.
    private func show(_ run: RunID, in scope: ScopeLayout) throws(SystemError) {
        try FileSystem.replaceLink(scope.latest, target: "runs/\(run)")
        for file in ArtifactFile.allCases where !file.coversScope {
            let link = scope.artifact(file)
            // Anything but our link is replaced, also a leftover of another kind.
            if (try? FileSystem.readLink(link)) == "latest/\(file.rawValue)" { continue }
            try FileSystem.replaceLink(link, target: "latest/\(file.rawValue)")
        }
    }

    /// The record of one run; nil where there is none.
    package func record(_ run: RunID, of scope: ScopeID) throws -> RunRecord? {
        try RunRecord.read(layout.scope(scope).run(run).runState)
    }

    /// The project's latest run; nil where it never had one.
    package func current(_ project: ProjectName, of scope: ScopeID) throws -> RunRecord? {
        let folder = layout.scope(scope).project(project).current
        return try RunRecord.read(Path.join(folder, ArtifactFile.runState.rawValue))
    }

    /// Where the record of the project's latest run is damaged, sets it aside and writes what
    /// `launch.json` knows in its place; for one who holds the project's lock and will change it.
    ///
    /// - Parameter report: called with the failure and the new name of a damaged file.
    package func repairCurrent(
        _ project: ProjectName, of scope: ScopeID, report: (Failure, String) -> Void = { _, _ in }
    ) throws {
        let folder = layout.scope(scope).project(project).current
        let path = Path.join(folder, ArtifactFile.runState.rawValue)
        var wasDamaged = false
        _ = try RunRecord.readForWriting(path, clock: clock) {
            wasDamaged = true
            report($0, $1)
        }
        guard wasDamaged,
            let launch = try FileSystem.readIfPresent(Path.join(folder, "launch.json"))
        else { return }
        try RunRecord(launch: JSON.parse(launch), started: clock.now()).write(path)
    }

    /// The latest run of each project of the scope that ever had one, with what can't be read told
    /// apart: one damaged record never hides the others.
    package func allCurrent(
        of scope: ScopeID
    ) -> (records: [RunRecord], failures: [(project: ProjectName, failure: Failure)]) {
        var records: [RunRecord] = []
        var failures: [(project: ProjectName, failure: Failure)] = []
        for project in layout.scope(scope).allProjects() {
            do {
                if let record = try current(project.project, of: scope) { records.append(record) }
            } catch { failures.append((project.project, Failure(error))) }
        }
        return (records, failures)
    }
}
