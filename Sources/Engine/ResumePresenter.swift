import Platform
import Routing
import RunState
import Startup
import Steps
import Terminal
import Truth
import Vocabulary
import Worktrees

/// `resume`: what was found of each component, and what was done about it.
struct ResumePresenter {
    let context: CommandContext

    init(_ context: CommandContext) { self.context = context }

    private typealias Row = (project: Project, result: Result<ResumeOutcome, Failure>)

    func answer() throws -> Answer {
        try Interruption.cancels(context.cancellation)
        let targets = try Targets(context, by: .libgit2)
        let context = context
        let main = targets.standpoint?.mainWorktree
        let work = ManyTargets(context: context, projects: targets.projects, isLive: true)
        let rows = try work.each { project, sink in
            try ResumeOrchestrator(context.startupParts(sink)).resume(
                ResumeOrchestrator.Request(
                    project: project, components: context.route.components,
                    dryRun: context.route.has(.dryRun),
                    step: context.route.values(.resumeFrom).last.map(StepID.init(unchecked:)),
                    replan: context.route.has(.replan)
                ) { try context.configuration(of: project, mainWorktree: main) },
                cancellation: context.cancellation)
        }
        return try answer(rows)
    }

    private func answer(_ rows: [Row]) throws -> Answer {
        // A single target's failure to begin is the command's own.
        if rows.count == 1, case .failure(let failure) = rows[0].result { throw failure }
        let outcomes = rows.compactMap { try? $0.result.get() }  // failures are told beside them
        let ok = rows.count == outcomes.count && outcomes.allSatisfy(\.isSuccess)
        let interrupted = outcomes.contains { $0.ending == .interrupted }
        return Answer(
            schema: "envctl.resume/1", ok: ok, text: text(rows),
            ["projects": .array(rows.map(Self.json))],
            failures: rows.flatMap(Self.failures), exitCode: interrupted ? 2 : ok ? 0 : 1)
    }

    private static func failures(_ row: Row) -> [Failure] {
        switch row.result {
        case .failure(let failure): [failure.of(row.project)]
        case .success(let outcome): outcome.told
        }
    }

    private func text(_ rows: [Row]) -> String {
        if rows.isEmpty { return "nothing is to be resumed: no project is known" }
        return rows.map { row in
            let label = context.label(row.project)
            guard case .success(let outcome) = row.result else { return "\(label): not resumed" }
            let slowness =
                outcome.ending == .resumed
                ? context.slowness(
                    of: row.project, outcome.run, milliseconds: outcome.milliseconds) : nil
            return [ResumeText(outcome, label, context.console).text, slowness]
                .compactMap(\.self).joined(separator: "\n")
        }.joined(separator: "\n\n")
    }

    private static func json(_ row: Row) -> JSON {
        switch row.result {
        case .success(let outcome): outcome.json
        case .failure(let failure):
            [
                "name": row.project.name.json, "scope": row.project.scope.json, "ok": false,
                "outcome": "failed", "error": failure.json,
            ]
        }
    }
}

extension ResumeOutcome {
    /// Its failures as a person is told of them; an interruption is one too.
    fileprivate var told: [Failure] {
        if ending == .interrupted {
            let words = "the resume was interrupted; what it began was stopped"
            return [Failure("start.interrupted", words, hint: "envctl resume").of(project)]
        }
        let told = failures.map { entry in
            Failure(
                entry.code, entry.message, at: entry.place, because: entry.causes,
                hint: entry.advice(for: "resume")
            ).of(project)
        }
        guard told.isEmpty, !isSuccess else { return told }
        let lost = findings.filter { $0.action == .fail }.map { "'\($0.component)'" }
        return [
            Failure(
                "resume.not_restored",
                "can't be brought back: \(lost.joined(separator: ", "))"
            ).of(project)
        ]
    }

    /// One member of `projects` in the answer of `resume`.
    fileprivate var json: JSON {
        [
            "name": project.name.json, "scope": project.scope.json, "ok": .bool(isSuccess),
            "outcome": .string(ending.rawValue), "supervisor": .string(supervisor.rawValue),
            "run_id": run?.json ?? .null, "continues": continues?.json ?? .null,
            "milliseconds": JSON(milliseconds),
            "findings": .array(findings.map(\.json)),
            "components": .array(components.map(\.summary)),
            "failures": .array(failures.map(\.json)), "notes": JSON(notes),
        ]
    }
}

extension ResumeFinding {
    fileprivate var json: JSON {
        [
            "name": component.json, "kind": .string(kind.rawValue),
            "finding": .string(finding.rawValue), "action": .string(action.rawValue),
            "reason": JSON(reason),
        ]
    }
}
