import Inspection
import Planning
import Platform
import Routing
import RunState
import StateActions
import Terminal
import Truth
import Vocabulary
import Worktrees

/// errors: what failed, and why.
struct ErrorsPresenter {
    private let context: CommandContext
    private let now: Timestamp

    /// Lines of a log that are shown where no component is named.
    private static let fewLines = 5

    init(_ context: CommandContext) {
        self.context = context
        now = context.clock.now()
    }

    func answer() throws -> Answer {
        let targets = try context.inspect(try Targets(context, by: .files))
        let answers = try ProjectAnswers(targets, project: \.project) { try errors($0) }
        answers.complain(context)
        let sections = answers.values.map { section($0.project, $0.value) }
        return Answer(
            schema: "envctl.errors/1", ok: answers.isComplete,
            text: sections.joined(separator: "\n\n"),
            ["projects": answers.json { ["run": $0.run.json, "failures": $0.json] }])
    }

    /// Of what runs, and of what failed to.
    private func errors(_ inspected: InspectedProject) throws -> ProjectErrors {
        guard let observed = inspected.observed else { throw inspected.notRunning() }
        let run = context.layout.scope(inspected.project.scope).run(observed.record.run)
        let errors = ProjectErrors(
            try ErrorReport.read(run.artifact(.errorReport)), observed: observed, now: now)
        let named = context.route.components
        let known = inspected.components + errors.failures.compactMap(\.component)
        for name in named { try Selection.check(name, among: known) }
        let chosen = errors.of(named)
        guard inspected.isRunning || !chosen.failures.isEmpty else { throw inspected.notRunning() }
        return chosen
    }

    private func section(_ project: Project, _ errors: ProjectErrors) -> String {
        let isOnly = context.route.targets.isImplicit
        let place = isOnly ? "" : context.label(project) + ": "
        guard !errors.failures.isEmpty else { return place + "no failures" }
        let lines = errors.failures.map { line($0, isOnly ? "" : context.label(project) + "/") }
        return (lines + errors.failures.map(details)).joined(separator: "\n")
    }

    /// `api: api failed: exit 3 (2 min ago)`: one line for each component.
    private func line(_ failure: FailureEntry, _ place: String) -> String {
        let name = failure.component?.rawValue ?? failure.step ?? "start"
        let text = failure.summary.split { $0.isNewline }.joined(separator: " ")
        let title = context.console.answerStyle.paint(place + name, .bold)
        return title + ": \(text) (\(age(of: failure)))"
    }

    /// Nobody knows since when what only the kernel shows is so.
    private func age(of failure: FailureEntry) -> String {
        if failure.time == now { return "seen just now" }
        let age = Elapsed(milliseconds: Int(now.milliseconds - failure.time.milliseconds))
        return "\(age) ago"
    }

    private func details(_ failure: FailureEntry) -> String {
        let name = failure.component?.rawValue ?? failure.step ?? "start"
        let kind = [
            failure.code, failure.failureClass.map { "class \($0.rawValue)" },
            failure.step.map { "step '\($0)'" }, failure.exit.map(\.description),
        ].compactMap(\.self)
        var lines = ["", name + " · " + kind.joined(separator: " · ")]
        lines += ["  what:  " + indented(failure.message)]
        lines += labelled("  why:   ", failure.causes)
        lines += labelled("  log:   ", shown(failure.logLines))
        lines += labelled("  tried: ", failure.tried)
        lines += labelled("  next:  ", [failure.hint].compactMap(\.self))
        return lines.joined(separator: "\n")
    }

    private func shown(_ lines: [String]) -> [String] {
        context.route.components.isEmpty ? lines.suffix(Self.fewLines) : lines
    }

    private func labelled(_ label: String, _ texts: [String]) -> [String] {
        texts.enumerated().map { ($0.offset == 0 ? label : "         ") + indented($0.element) }
    }

    private func indented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .joined(separator: "\n         ")
    }
}
