import Events
import Planning
package import Platform
package import RunState
import Supervision
import Truth
package import Vocabulary

/// Stops and launches again, with the recorded environment: ports, siblings and whatever was not
/// named stay as they are.
package struct RestartOrchestrator: Sendable {
    private let parts: StartupParts

    package init(_ parts: StartupParts) { self.parts = parts }

    package struct Outcome: Sendable {
        package var project: Project
        package var run: RunID
        package var components: [ComponentRecord]
        package var failures: [FailureEntry]
        /// From the question to the supervisor's answer.
        package var milliseconds = 0
        /// Where only that was replaced.
        package var supervisor: Replacement?
        package var isSuccess: Bool { failures.isEmpty }
    }

    /// The supervisor that goes on in the place of another.
    package struct Replacement: Sendable {
        package var pid: Int32
        package var version: String
        package var previousVersion: String
    }

    /// - Parameter components: empty: all that the user wants running.
    /// - Throws: `environment.not_running`, `component.unknown`.
    package func restart(
        _ project: Project, components: [ComponentID], cancellation: Cancellation
    ) throws -> Outcome {
        try checkRuns(project, components)
        let lock = try ProjectEntry(project, parts).enter(for: "restart", cancellation)
        return try withExtendedLifetime(lock) {
            var present = try PresentProject(project, parts)
            let notes = try Recovery(parts).recover(&present)
            for note in notes { parts.sink.emit(.note(note)) }
            try check(components, in: present.record)
            guard present.supervisorLives, let launch = present.launch, let record = present.record
            else { throw Self.notRunning(project) }
            let names = chosen(components, in: record, launch)
            parts.sink.emit(.planned(names.map { Self.planned($0, launch) }))
            let client = try SupervisorClient.connect(
                socket: launch.socket, cancellation: cancellation)
            let began = parts.clock.monotonic()
            let reports = try client.restart(names, cancellation: cancellation)
            var outcome = try outcome(project, record.run, reports)
            outcome.milliseconds = Int((parts.clock.monotonic() - began) / 1_000_000)
            return outcome
        }
    }

    /// Before anything is made for it: a restart of what never ran leaves no trace. Where another
    /// command is at work, that decides.
    private func checkRuns(_ project: Project, _ components: [ComponentID]) throws {
        if try FileLock.isHeld(parts.folders(of: project).lock) { return }
        let record: RunRecord?
        do { record = try parts.runs.current(project.name, of: project.scope) } catch {
            // What is damaged is mended under the lock.
            return
        }
        try check(components, in: record)
        if record == nil { throw Self.notRunning(project) }
    }

    private func check(_ components: [ComponentID], in record: RunRecord?) throws {
        guard let record else { return }
        let known = record.components.map(\.name)
        for name in components { try Selection.check(name, among: known) }
    }

    private func chosen(
        _ components: [ComponentID], in record: RunRecord, _ launch: LaunchRecord
    ) -> [ComponentID] {
        if !components.isEmpty { return components }
        // What a failed start did not come to has nothing recorded to restart it from.
        return record.components.filter { $0.desired == .running && launch[$0.name]?.spec != nil }
            .map(\.name)
    }

    private static func planned(_ name: ComponentID, _ launch: LaunchRecord) -> JSON {
        let needs = launch[name]?.spec?.needs.map(\.component.rawValue) ?? []
        return ["name": name.json, "action": "restart", "needs": JSON(needs)]
    }

    private func outcome(
        _ project: Project, _ run: RunID, _ reports: [ComponentReport]
    ) throws -> Outcome {
        let failures = reports.filter { $0.status != .ready }.map { report in
            var entry = FailureEntry(
                NotReady(report, classified: .hard).failure, time: parts.clock.now(),
                component: report.component)
            entry.logLines = report.log
            return entry
        }
        for report in reports where report.status == .ready {
            parts.sink.emit(
                Event(
                    "component.ready", component: report.component,
                    data: ["milliseconds": JSON(report.milliseconds)]))
        }
        let record = try parts.runs.record(run, of: project.scope)
        let names = reports.map(\.component)
        return Outcome(
            project: project, run: run,
            components: (record?.components ?? []).filter { names.contains($0.name) },
            failures: failures)
    }

    static func notRunning(_ project: Project) -> Failure {
        Failure(
            "environment.not_running", "nothing runs in '\(project.name)'", at: project.root,
            hint: "envctl start")
    }
}
