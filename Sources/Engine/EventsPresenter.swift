import Events
import Platform
import Routing
import RunState
import StateActions
import Terminal
import Vocabulary
import Worktrees

/// events: what happened. Prints as it reads.
struct EventsPresenter {
    private let context: CommandContext

    init(_ context: CommandContext) { self.context = context }

    func answer() throws -> Answer {
        let cursor = try cursor
        let run = context.route.value(.run).map(RunID.init(unchecked:))
        let targets = try Targets(context, by: .files)
        let answers = try ProjectAnswers(targets.projects, project: { $0 }) { project in
            let scope = context.layout.scope(project.scope)
            let reading = try EventReading(
                scope, scope.project(project.name), run: run, from: cursor)
            guard reading.hasRun || context.route.has(.follow) else { throw Self.none(project) }
            return reading
        }
        answers.complain(context)
        try print(answers.values.map(\.value), severalProjects: targets.projects.count > 1)
        return .printed(exitCode: answers.isComplete ? 0 : 1)
    }

    private var cursor: EventCursor {
        get throws {
            guard let text = context.route.value(.cursor) else { return .after(0) }
            return try EventCursor(text, now: context.clock.now()) {
                FlagDuration(text: $0)?.milliseconds
            }
        }
    }

    private static func none(_ project: Project) -> Failure {
        Failure(
            "events.none", "nothing has happened yet in \(project.name)", at: project.root,
            because: ["it was never started"], hint: "envctl start")
    }

    private func print(_ readings: [EventReading], severalProjects: Bool) throws {
        let form = EventLine(
            style: context.console.answerStyle, isJSON: context.wantsJSON,
            withProject: severalProjects, redactor: context.secrets.redactor)
        let output = { (event: RecordedEvent) throws -> Bool in
            try context.console.answer(form.text(event))
            return !context.console.answersAreUnread
        }
        let follows = context.route.has(.follow)
        if follows { try Interruption.cancels(context.cancellation) }
        for reading in readings { guard try reading.begin(output) else { return } }
        while follows, EventPause.next(context.cancellation) {
            for reading in readings { guard try reading.look(output) else { return } }
        }
    }
}

/// One event as it is printed.
struct EventLine {
    let style: Style
    let isJSON: Bool
    let withProject: Bool
    let redactor: Redactor

    /// `   12  07:40:00.123  api  component.ready  milliseconds=12`, or the line of `events.jsonl`.
    func text(_ recorded: RecordedEvent) -> String {
        var recorded = recorded
        recorded.event.data = redactor.json(.object(recorded.event.data)).object ?? [:]
        if isJSON { return recorded.json.compact }
        let number = String(recorded.sequence)
        let padding = String(repeating: " ", count: max(0, 5 - number.utf8.count))
        let time = String(recorded.time.description.dropFirst(11).dropLast())
        let place = [
            withProject ? recorded.project.rawValue : nil, recorded.event.component?.rawValue,
        ].compactMap(\.self).joined(separator: "/")
        let facts = recorded.event.data.members.filter { !$0.value.isNull }
            .map { "\($0.key)=\($0.value.string ?? $0.value.compact)" }
        let words = [place.isEmpty ? nil : place, style.paint(recorded.event.name, .bold)]
        return ([padding + number, style.paint(time, .dim)] + words.compactMap(\.self) + facts)
            .joined(separator: "  ")
    }
}
