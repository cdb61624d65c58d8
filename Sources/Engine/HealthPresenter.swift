import Glibc
import Inspection
import Planning
import Platform
import Routing
import RunState
import StateActions
import Supervision
import Terminal
import Truth
import Vocabulary
import Worktrees

/// health: what each component answers now.
struct HealthPresenter {
    private let context: CommandContext

    /// Milliseconds between two rounds of `--watch`.
    private static let interval: Int32 = 1000

    init(_ context: CommandContext) { self.context = context }

    func answer() throws -> Answer {
        let targets = try Targets(context, by: .files)
        guard context.route.has(.watch) else { return answer(try round(targets)) }
        return try watch(targets)
    }

    // MARK: - Asking

    private typealias Round = ProjectAnswers<[ComponentHealth]>

    private func round(_ targets: Targets) throws -> Round {
        let answers = try ProjectAnswers(try context.inspect(targets), project: \.project) {
            try ask($0)
        }
        return answers
    }

    private func ask(_ inspected: InspectedProject) throws -> [ComponentHealth] {
        guard inspected.isRunning, let observed = inspected.observed else {
            throw inspected.notRunning()
        }
        let named = context.route.components
        for name in named { try Selection.check(name, among: inspected.components) }
        let folder = context.layout.scope(inspected.project.scope).run(observed.record.run).folder
        // A record that can't be read leaves the kernel to be asked.
        let launch = try? LaunchRecord.read(runFolder: folder)
        return try HealthAsking(
            observed, launch: launch, helper: context.supervisorProgram, clock: context.clock
        ).ask(named)
    }

    private static func isHealthy(_ answers: Round) -> Bool {
        answers.isComplete
            && answers.values.allSatisfy { _, healths in
                healths.allSatisfy { $0.isHealthy != false }
            }
    }

    // MARK: - Showing

    private func answer(_ answers: Round) -> Answer {
        answers.complain(context)
        return Answer(
            schema: "envctl.health/1", ok: Self.isHealthy(answers), text: text(answers),
            ["projects": json(answers)])
    }

    private func json(_ answers: Round) -> JSON {
        answers.json { ["components": .array($0.map(\.json))] }
    }

    private func text(_ answers: Round) -> String {
        let isOnly = context.route.targets.isImplicit
        var table = Table(columns: [
            "COMPONENT", "HEALTH", Table.Column("LATENCY", alignsTrailing: true), "PROBE",
            Table.Column("WHY", isFlexible: true),
        ])
        for (project, healths) in answers.values {
            let place = isOnly ? "" : context.label(project) + "/"
            for health in healths { table.append(row(health, place)) }
        }
        return table.rows.isEmpty
            ? "" : table.render(style: context.console.answerStyle, width: context.console.width)
    }

    private func row(_ health: ComponentHealth, _ place: String) -> [Table.Cell] {
        [
            Table.Cell(place + health.component.rawValue), Self.word(health),
            Table.Cell(health.microseconds.map(Self.latency) ?? ""),
            Table.Cell(health.probe ?? ""), Table.Cell(health.reason ?? ""),
        ]
    }

    private static func word(_ health: ComponentHealth) -> Table.Cell {
        switch health.isHealthy {
        case nil: Table.Cell(health.status.rawValue, .dim)
        case true?:
            health.status == .degraded
                ? Table.Cell("degraded", .yellow) : Table.Cell("healthy", .green)
        case false?:
            health.status == .ready
                ? Table.Cell("unhealthy", .red) : ComponentTable.status(health.status)
        }
    }

    /// `0.4 ms`.
    private static func latency(_ microseconds: Int) -> String {
        let tenths = (microseconds + 50) / 100
        return "\(tenths / 10).\(tenths % 10) ms"
    }

    // MARK: - Watching

    /// Shows the first round as a whole, then each change, until Ctrl-C; ends as the last round
    /// would have.
    private func watch(_ targets: Targets) throws -> Answer {
        try Interruption.cancels(context.cancellation)
        var last = try round(targets)
        try show(last)
        while pause() {
            let next = try round(targets)
            if try changed(from: last, to: next) { last = next }
        }
        return .printed(exitCode: Self.isHealthy(last) ? 0 : 1)
    }

    private func show(_ answers: Round) throws {
        let answer = answer(answers)
        try context.console.answer(context.wantsJSON ? answer.json.compact : answer.text)
    }

    /// Prints what is not as it was; with `--json` the whole answer again.
    private func changed(from old: Round, to new: Round) throws -> Bool {
        let before = lines(old)
        let changes = lines(new).filter { key, line in before[key] != line }
        guard !changes.isEmpty || before.count != lines(new).count else { return false }
        if context.wantsJSON {
            try show(new)
        } else {
            let time = context.clock.now()
            for (key, line) in changes.sorted(by: { $0.key < $1.key }) {
                try context.console.answer("\(time) \(key): \(line)")
            }
        }
        return true
    }

    private func lines(_ answers: Round) -> [String: String] {
        var lines: [String: String] = [:]
        for row in answers.rows {
            switch row.result {
            case .failure(let failure): lines[row.project.name.rawValue] = failure.message
            case .success(let healths):
                for health in healths {
                    let name =
                        context.route.targets.isImplicit
                        ? "" : context.label(row.project) + "/"
                    let reason = health.reason.map { ": " + $0 } ?? ""
                    lines[name + health.component.rawValue] = Self.word(health).text + reason
                }
            }
        }
        return lines
    }

    /// False where the user or the reader of the answers wants no more.
    private func pause() -> Bool {
        guard !context.console.answersAreUnread else { return false }
        var polled = pollfd(
            fd: context.cancellation.descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&polled, 1, Self.interval) <= 0 && !context.cancellation.isCancelled
    }
}
