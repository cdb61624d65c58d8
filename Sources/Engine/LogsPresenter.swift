import Inspection
import Platform
import Routing
import RunState
import StateActions
import Vocabulary
import Worktrees

/// logs: what the components wrote. Prints as it reads.
struct LogsPresenter {
    private let context: CommandContext

    /// Lines of each component where nothing says which ones are wanted.
    private static let defaultTail = 200

    private typealias Chosen = (inspected: InspectedProject, named: [LogSource])

    init(_ context: CommandContext) { self.context = context }

    func answer() throws -> Answer {
        let targets = try Targets(context, by: .files)
        let selection = LogSelection(context, targets)
        let query = try query()
        let answers = try ProjectAnswers(try context.inspect(targets), project: \.project) {
            try (inspected: $0, named: selection.named(in: $0))
        }
        answers.complain(context)
        if context.wantsJSON {
            answers.values.forEach { context.learnSecrets(of: $0.value.inspected.project) }
        }
        try print(answers.values.map(\.value), query, selection)
        return .printed(exitCode: answers.isComplete ? 0 : 1)
    }

    private func query() throws -> LogQuery {
        let now = context.clock.now()
        var query = LogQuery(
            since: context.route.moment(.since)?.time(now: now),
            until: context.route.moment(.until)?.time(now: now),
            pattern: try context.route.value(.grep).map { pattern throws(Failure) in
                try LogPattern(pattern)
            })
        let choosesByItself = query.since != nil || query.until != nil || query.pattern != nil
        query.tail =
            context.route.integer(.tail) ?? (choosesByItself ? nil : Self.defaultTail)
        return query
    }

    private func print(
        _ chosen: [Chosen], _ query: LogQuery, _ selection: LogSelection
    ) throws {
        let first = chosen.flatMap(\.named)
        let follows = context.route.has(.follow)
        let mayGrow = follows && context.route.components.isEmpty
        var printer = LogPrinter(
            context.console, form: form(first, severalMayCome: mayGrow),
            showsTimes: context.route.has(.timestamps), sources: first,
            secrets: context.secrets)
        let reading = LogReading(query, now: context.clock.now)
        if follows { try Interruption.cancels(context.cancellation) }
        let helpers = LogLookers(chosen.map(\.inspected))
        helpers.look()
        let goesOn = try reading.begin(first, isLast: !follows) { try printer.take($0) }
        try printer.flush()
        guard goesOn, follows else { return }
        try LogFollowing(reading, LogWait(context.cancellation), helpers).run(&printer) {
            // Without names, logs that came in the meantime belong to it.
            mayGrow ? chosen.flatMap { selection.present($0.inspected) } : first
        }
    }

    private func form(_ sources: [LogSource], severalMayCome: Bool) -> LogPrinter.Form {
        if context.wantsJSON { return .json }
        if sources.count == 1, !severalMayCome { return .raw }
        return .prefixed(withProject: Set(sources.map(\.project)).count > 1)
    }
}
