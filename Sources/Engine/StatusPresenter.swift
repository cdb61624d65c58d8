import Inspection
import Platform
import Routing
import RunState
import Terminal
import Truth
import Vocabulary
import Worktrees

/// status: what runs, as the kernel sees it.
struct StatusPresenter {
    let context: CommandContext
    private let now: Timestamp

    init(_ context: CommandContext) {
        self.context = context
        now = context.clock.now()
    }

    func answer() throws -> Answer {
        let targets = try Targets.looking(context)
        let (projects, failure) = try awaited { try inspect(targets) }
        let text =
            projects.isEmpty
            ? targets.emptiness : projects.map(section).joined(separator: "\n\n")
        return Answer(
            schema: "envctl.status/1", ok: failure == nil, text: context.wantsJSON ? "" : text,
            ["projects": .array(projects.map { $0.json(now: now) })],
            failures: failure.map { [$0] } ?? [])
    }

    private func inspect(_ targets: Targets) throws -> [InspectedProject] {
        let projects = try context.inspect(targets)
        guard context.route.has(.timings) else { return projects }
        return projects.map { inspected in
            var inspected = inspected
            let run = inspected.observed?.record.run
            inspected.timings = .asked(run.flatMap { context.timings(inspected.project, $0) })
            return inspected
        }
    }

    private func section(_ inspected: InspectedProject) -> String {
        var lines = [heading(inspected)]
        if let missing = inspected.missing { lines.append("  " + missing) }
        if let problem = inspected.problem {
            lines.append("  its latest run can't be read: \(problem.message)")
            lines += [problem.location, problem.causes.first].compactMap { $0.map { "  " + $0 } }
        }
        if !FileSystem.isDirectory(inspected.project.worktree) {
            lines.append("  its worktree is gone; its data and its ports are kept")
        }
        if inspected.observed?.supervisor == .lost {
            lines.append("  its supervisor was lost; 'envctl resume' gives what runs a new one")
        }
        if inspected.observed?.interruptedStart == true {
            lines.append("  a start was cut short; 'envctl stop' or 'envctl start' cleans up")
        }
        if inspected.observed?.undoneStart == true {
            lines.append("  the last start was cut short; what it had begun was undone")
        }
        if let reason = inspected.observed?.record.failedStart {
            lines.append("  the last start failed, and what it had begun was undone: \(reason)")
        }
        lines += lacks(inspected).map { "  " + $0 }
        if let observed = inspected.observed, !observed.components.isEmpty {
            lines.append(table(observed.components))
        }
        if case .asked(let timings) = inspected.timings { lines.append(text(timings)) }
        return lines.joined(separator: "\n")
    }

    private func text(_ timings: StartTimings?) -> String {
        guard let timings else { return "  nothing is recorded of how long its start took" }
        let text = TimingsText(timings, context.console)
        return text.phases + "\n" + text.path()
    }

    /// What its supervisor can't do as it should.
    private func lacks(_ inspected: InspectedProject) -> [String] {
        guard inspected.observed?.supervisor == .running else { return [] }
        return (inspected.observed?.record.lacks ?? [:]).sorted { $0.key < $1.key }.map(\.value)
    }

    /// `main · branch main · ready · run 2026… · supervisor running (pid 7) · started 5 min ago`.
    private func heading(_ inspected: InspectedProject) -> String {
        let style = context.console.answerStyle
        let project = inspected.project
        var parts = [style.paint(project.name.rawValue, .bold)]
        if context.route.targets.everywhere { parts.append("in \(project.root)") }
        if let branch = project.branch { parts.append("branch \(branch)") }
        guard let observed = inspected.observed else { return parts.joined(separator: " · ") }
        let cell = ComponentTable.status(observed.status)
        parts.append(style.paint(cell.text, cell.inks))
        parts.append("run \(observed.record.run)")
        parts.append(supervisor(inspected, observed))
        parts.append(age(observed.record))
        return parts.joined(separator: " · ")
    }

    private func supervisor(
        _ inspected: InspectedProject, _ observed: ObservedProject
    ) -> String {
        let pid = observed.record.supervisor.map { " (pid \($0.identity.pid))" } ?? ""
        return "supervisor " + inspected.supervisorWord
            + (observed.supervisor == .running ? pid : "")
    }

    private func age(_ record: RunRecord) -> String {
        let (word, time) = record.ended.map { ("ended", $0) } ?? ("started", record.started)
        let elapsed = Elapsed(milliseconds: Int(now.milliseconds - time.milliseconds))
        return "\(word) \(elapsed) ago"
    }

    private func table(_ components: [ObservedComponent]) -> String {
        let table = Table(
            columns: [
                "COMPONENT", "STATUS", "ADDRESS", Table.Column("PID", alignsTrailing: true),
                Table.Column("UPTIME", alignsTrailing: true),
                Table.Column("RESTARTS", alignsTrailing: true),
                Table.Column("NOTE", isFlexible: true),
            ], rows: components.map(row))
        return table.render(style: context.console.answerStyle, width: context.console.width)
    }

    private func row(_ component: ObservedComponent) -> [Table.Cell] {
        let uptime = component.uptime(now: now).map { Elapsed(milliseconds: $0).description }
        return [
            Table.Cell(component.name.rawValue), ComponentTable.status(component.status),
            Table.Cell(component.address), Table.Cell(component.pid.map(String.init) ?? ""),
            Table.Cell(uptime ?? ""), Table.Cell(String(component.record.restarts)),
            Table.Cell(component.reason ?? ""),
        ]
    }
}
