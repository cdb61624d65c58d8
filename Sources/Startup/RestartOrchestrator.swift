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
        let lock = try ProjectEntry(project, parts).enter(for: "restart", cancellation)
        return try withExtendedLifetime(lock) {
            var present = try PresentProject(project, parts)
            let notes = try Recovery(parts).recover(&present)
            for note in notes { parts.sink.emit(.note(note)) }
            guard present.supervisorLives, let launch = present.launch, let record = present.record
            else { throw Self.notRunning(project) }
            let names = try chosen(components, in: record, launch)
            let client = try SupervisorClient.connect(
                socket: launch.socket, cancellation: cancellation)
            let reports = try client.restart(names, cancellation: cancellation)
            return try outcome(project, record.run, reports)
        }
    }

    private func chosen(
        _ components: [ComponentID], in record: RunRecord, _ launch: LaunchRecord
    ) throws -> [ComponentID] {
        let known = record.components.map(\.name)
        for name in components { try Selection.check(name, among: known) }
        if !components.isEmpty { return components }
        // What a failed start did not come to has nothing recorded to restart it from.
        return record.components.filter { $0.desired == .running && launch[$0.name]?.spec != nil }
            .map(\.name)
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
