import Configuration
import Inspection
import Planning
import Platform
import Routing
import RunState
import StateActions
import Vocabulary
import Worktrees

/// logs: what the components wrote. Prints as it reads.
struct LogsPresenter {
    private let context: CommandContext

    /// Lines of each component where `--tail` says nothing.
    private static let defaultTail = 200

    init(_ context: CommandContext) { self.context = context }

    func answer() throws -> Answer {
        let targets = try Targets(context, by: .files)
        let answers = try ProjectAnswers(try context.inspect(targets), project: \.project) {
            try (inspected: $0, named: named($0, targets))
        }
        answers.complain(context)
        try print(answers.values.map(\.value))
        return .printed(exitCode: answers.isComplete ? 0 : 1)
    }

    // MARK: - Which

    private typealias Chosen = (inspected: InspectedProject, named: [LogSource])

    /// The logs that are asked for; with no component named, those that are there.
    private func named(_ inspected: InspectedProject, _ targets: Targets) throws -> [LogSource] {
        let present = sources(inspected)
        let wanted = context.route.components
        if wanted.isEmpty {
            guard !present.isEmpty || inspected.isRunning else {
                throw inspected.notRunning("there are no logs yet")
            }
            return present
        }
        let folders = folders(inspected)
        var known = inspected.components
        known += present.map(\.component).filter { !known.contains($0) }
        if known.isEmpty { throw inspected.notRunning("there are no logs yet") }
        return try wanted.map { name in
            if !known.contains(name) { try refuse(name, known, inspected, targets) }
            return LogSource(
                project: inspected.project.name, component: name, path: folders.log(name))
        }
    }

    /// A configured component that never ran is another mistake than one that does not exist.
    private func refuse(
        _ name: ComponentID, _ known: [ComponentID], _ inspected: InspectedProject,
        _ targets: Targets
    ) throws {
        // Only for a better message; a broken configuration is not what was asked about.
        let found = try? context.configuration(
            of: inspected.project, mainWorktree: targets.standpoint?.mainWorktree)
        let all = known + (found?.componentIDs ?? []).filter { !known.contains($0) }
        try Selection.check(name, among: all)
        throw Failure(
            "logs.none", "'\(name)' has written nothing yet",
            at: "project \(inspected.project.name)", because: ["it was never started"],
            hint: "envctl start \(name)")
    }

    private func folders(_ inspected: InspectedProject) -> ProjectLayout {
        context.layout.scope(inspected.project.scope).project(inspected.project.name)
    }

    private func sources(_ inspected: InspectedProject) -> [LogSource] {
        LogSource.all(
            of: inspected.project.name, in: folders(inspected), recorded: inspected.components)
    }

    // MARK: - Printing

    private func print(_ chosen: [Chosen]) throws {
        let first = chosen.flatMap(\.named)
        let follows = context.route.has(.follow)
        var printer = LogPrinter(
            context.console,
            form: form(first, severalMayCome: follows && context.route.components.isEmpty),
            sources: first)
        let reading = LogReading(tail: context.route.integer(.tail) ?? Self.defaultTail)
        if follows { try Interruption.cancels(context.cancellation) }
        var goesOn = try reading.begin(first) { try printer.take($0, $1) }
        if goesOn, !follows { try printer.finish() }
        while goesOn, follows, LogPause.next(context.cancellation) {
            goesOn = try reading.look(chosen.flatMap(current)) { try printer.take($0, $1) }
        }
    }

    /// Without names, logs that came in the meantime belong to it.
    private func current(_ chosen: Chosen) -> [LogSource] {
        context.route.components.isEmpty ? sources(chosen.inspected) : chosen.named
    }

    private func form(_ sources: [LogSource], severalMayCome: Bool) -> LogPrinter.Form {
        if context.wantsJSON { return .json }
        if sources.count == 1, !severalMayCome { return .raw }
        return .prefixed(withProject: Set(sources.map(\.project)).count > 1)
    }
}
