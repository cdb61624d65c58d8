import Events
import Platform
import RunState
import Supervision
import Vocabulary

/// Hands the live view what a supervisor tells by itself, while a command waits for its answer.
final class SupervisorFollowing: Sendable {
    private let cancellation: Cancellation

    private init(_ cancellation: Cancellation) { self.cancellation = cancellation }

    /// From now on; nil where there is no view, and where nobody can be followed: it is only shown.
    static func begin(
        _ project: Project, _ sink: any EventSink, _ context: CommandContext
    ) -> SupervisorFollowing? {
        guard sink is LiveSink else { return nil }
        // See above.
        return try? following(project, sink, context)
    }

    func end() { cancellation.cancel() }

    private static func following(
        _ project: Project, _ sink: any EventSink, _ context: CommandContext
    ) throws -> SupervisorFollowing? {
        let runs = RunRepository(context.layout)
        guard let run = try runs.current(project.name, of: project.scope)?.run else { return nil }
        let folder = context.layout.scope(project.scope).run(run)
        guard let launch = try LaunchRecord.read(runFolder: folder.folder) else { return nil }
        let last = try EventLog.read(folder.events).last?.sequence ?? 0
        let client = try SupervisorClient.connect(socket: launch.socket)
        let cancellation = try Cancellation()
        try Thread.detach {
            // Its end is the command's matter, which waits for the same supervisor.
            try? client.subscribe(from: last + 1, cancellation: cancellation) { line in
                // A line that is no event of ours tells nothing.
                if let recorded = try? RecordedEvent(json: line) { sink.emit(recorded.event) }
            }
        }
        return SupervisorFollowing(cancellation)
    }
}
