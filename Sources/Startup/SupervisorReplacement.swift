import Events
package import Platform
package import RunState
import Supervision
import Vocabulary

/// Replaces a project's supervisor by the one of this version of envctl, in place: what it
/// supervises runs on.
package struct SupervisorReplacement: Sendable {
    private let parts: StartupParts

    package init(_ parts: StartupParts) { self.parts = parts }

    /// - Throws: `environment.not_running`, `supervisor.reexec_failed`, `supervisor.unsupported`.
    package func replace(
        _ project: Project, cancellation: Cancellation
    ) throws -> RestartOrchestrator.Outcome {
        let lock = try ProjectEntry(project, parts).enter(for: "restart", cancellation)
        return try withExtendedLifetime(lock) {
            var present = try PresentProject(project, parts)
            // One that was lost is replaced by this, too.
            let notes = try Recovery(parts).recover(&present)
            for note in notes { parts.sink.emit(.note(note)) }
            guard present.supervisorLives, let launch = present.launch, let record = present.record
            else { throw RestartOrchestrator.notRunning(project) }
            try check()
            let client = try SupervisorClient.connect(
                socket: launch.socket, cancellation: cancellation)
            let next = try client.reexecute(
                parts.supervisorProgram, socket: launch.socket,
                lock: parts.folders(of: project).supervisorLock, cancellation: cancellation)
            let now = try parts.runs.record(record.run, of: project.scope)
            return RestartOrchestrator.Outcome(
                project: project, run: record.run, components: now?.components ?? [],
                failures: [],
                supervisor: .init(
                    pid: next.hello.pid, version: next.hello.version,
                    previousVersion: client.hello.version))
        }
    }

    /// Before the running one becomes it: a program that does not even begin would end it.
    private func check() throws {
        var run = Subprocess(
            parts.supervisorProgram, ["--version"], environment: parts.host.environment)
        run.timeout = 10_000
        let result = try run.run()
        guard result.isSuccess else {
            throw Failure(
                "supervisor.reexec_failed", "the supervisor of this version can't be run",
                at: parts.supervisorProgram,
                because: result.text.split(separator: "\n").suffix(5).map(String.init),
                hint: "build or install envctl anew, then try again")
        }
    }
}
