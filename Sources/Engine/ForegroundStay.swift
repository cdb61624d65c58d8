import Events
import Lifecycle
import Platform
import Routing
import RunState
import StateActions
import Synchronization
import Terminal
import Vocabulary

/// `start --foreground`: stays with what was started and shows what it writes; the user's signal
/// stops it all, with proof.
struct ForegroundStay {
    private let context: CommandContext
    private let targets: Targets
    /// When the command began; what was written before it is not shown.
    private let began: Timestamp
    private let reading: LogReading

    init(_ context: CommandContext, _ targets: Targets, began: Timestamp) {
        self.context = context
        self.targets = targets
        self.began = began
        reading = LogReading(LogQuery(since: began), now: context.clock.now)
    }

    /// Shows the answer of the start, then the logs of these projects, until they end or the user
    /// ends them.
    ///
    /// - Throws: `foreground.unsupervised`, and what keeps a stop from its end.
    func run(after answer: Answer, _ projects: [Project]) throws -> Answer {
        var supervised = try Supervised(projects, context, targets)
        var printer = LogPrinter(
            context.console, form: form(projects), sources: sources(supervised),
            secrets: context.secrets)
        do {
            guard try isEnough(after: answer, &supervised, &printer) else {
                return .printed(exitCode: answer.exitCode)
            }
        } catch let failure as Failure {
            throw failure
        } catch {
            // Nobody can be shown anything any more (a terminal that is gone, a full disk), and what
            // runs in the foreground ends with it.
            _ = try stop(supervised, &printer)
            throw error
        }
        return try stop(supervised, &printer)
    }

    /// Shows all there is until the user, or the reader of it, has had enough.
    ///
    /// - Returns: false where all has ended by itself.
    private func isEnough(
        after answer: Answer, _ supervised: inout Supervised, _ printer: inout LogPrinter
    ) throws -> Bool {
        try show(answer)
        let isOne = supervised.projects.count == 1
        tell("following the logs; Ctrl-C stops \(isOne ? "the environment" : "all of them")")
        _ = try reading.begin(sources(supervised), isLast: false) { try printer.take($0) }
        try printer.flush()
        while !supervised.isEmpty {
            let wait = LogWait(context.cancellation, ends: supervised.descriptors)
            try follow(wait, supervised, &printer)
            if context.cancellation.isCancelled { return true }
            let ended = try supervised.takeEnded()
            // Nothing has ended but the wait.
            if ended == nil { return true }
            for project in ended ?? [] { tell("\(context.label(project)): was stopped") }
        }
        return false
    }

    private func show(_ answer: Answer) throws {
        let told = answer.redacted(by: context.secrets.redactor)
        for failure in context.wantsJSON ? [] : told.failures {
            context.console.error(
                FailureRendering.text(failure, style: context.console.progressStyle))
        }
        try context.console.answer(context.wantsJSON ? told.json.compact : told.text)
    }

    private func tell(_ line: String) { context.console.progress(line) }

    private func form(_ projects: [Project]) -> LogPrinter.Form {
        context.wantsJSON ? .json : .prefixed(withProject: projects.count > 1)
    }

    private func sources(_ supervised: Supervised) -> [LogSource] {
        let selection = LogSelection(context, targets)
        return supervised.inspected.flatMap { selection.present($0) }
    }

    /// Shows lines as they come, until the wait ends, and then what was written last.
    private func follow(
        _ wait: LogWait, _ supervised: Supervised, _ printer: inout LogPrinter
    ) throws {
        try LogFollowing(reading, wait, LogLookers(supervised.inspected)).run(&printer) {
            sources(supervised)
        }
        _ = try reading.look(sources(supervised)) { try printer.take($0) }
        try printer.flush()
    }

    // MARK: the stop

    private typealias Stops = [(project: Project, result: Result<StopOutcome, Failure>)]

    /// Stops on a thread of its own, so that what is written on the way down is shown as it comes.
    private func stop(
        _ supervised: Supervised, _ printer: inout LogPrinter
    ) throws -> Answer {
        let projects = supervised.projects
        tell("stopping; once more for haste")
        let end = try Cancellation()
        let done = Semaphore()
        let results = Mutex<Result<Stops, any Error>?>(nil)
        try Thread.detach { [context] in
            let made = Result { try Self.stop(projects, context) }
            results.withLock { $0 = made }
            end.cancel()
            done.signal()
        }
        // Lines that can't be shown any more keep nothing from being stopped.
        try? follow(LogWait(end), supervised, &printer)
        done.wait()
        let stops = try results.withLock { $0 }?.get() ?? []
        var answer = try StopPresenter(context).answer(stops)
        answer.exitCode = max(answer.exitCode, 2)
        return answer
    }

    private static func stop(_ projects: [Project], _ context: CommandContext) throws -> Stops {
        // The wish that began it is not to hasten it; the next one is.
        let haste = try context.cancellation.insistence ?? Cancellation()
        return try ManyTargets(context: context, projects: projects).each { project, sink in
            try LifecycleCleanupOrchestrator(
                layout: context.layout, kernel: context.kernel, clock: context.clock, sink: sink
            ).stop(project, cancellation: haste)
        }
    }
}
