import Events
import RunState
import StateActions
import Vocabulary

/// Hands the events of one project to the live view.
struct LiveSink: EventSink {
    private let view: LiveProgress
    private let logs: ProjectLayout
    /// The project's name for people, where several are at work at once.
    private let project: String?

    init(_ view: LiveProgress, logs: ProjectLayout, project: String?) {
        self.view = view
        self.logs = logs
        self.project = project
    }

    func emit(_ event: Event) {
        switch event.name {
        case "port.moved", "start.note", "start.waiting", "state.set_aside":
            if let line = ProgressSink.line(event) {
                view.keep((project.map { $0 + ": " } ?? "") + line)
            }
        default:
            view.take(event, prefix: project.map { $0 + "/" } ?? "") {
                event.component.map { LastLine(after: logs.log($0)) }
            }
        }
    }
}
