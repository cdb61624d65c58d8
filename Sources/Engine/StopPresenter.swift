import Configuration
import Lifecycle
import Platform
import Routing
import RunState
import Supervision
import Terminal
import Vocabulary
import Worktrees

/// `stop` and `stop-all`: what is gone, and how that is known.
struct StopPresenter {
    let context: CommandContext

    init(_ context: CommandContext) { self.context = context }

    private var isStopAll: Bool { context.route.command == .stopAll }

    func answer() throws -> Answer {
        try Interruption.cancels(context.cancellation)
        let context = context
        let (projects, mainWorktree) = try targets()
        let results = try ManyTargets(context: context, projects: projects).each { project, sink in
            try LifecycleCleanupOrchestrator(
                layout: context.layout, kernel: context.kernel, clock: context.clock, sink: sink
            ).stop(
                project, components: context.route.components,
                configured: {
                    // A configuration that can't be read keeps nobody from a stop.
                    let found = try? context.configuration(of: project, mainWorktree: mainWorktree)
                    return found?.componentIDs ?? []
                }, cancellation: context.cancellation)
        }
        return try answer(results)
    }

    private func targets() throws -> (projects: [Project], mainWorktree: String?) {
        if !isStopAll || context.route.targets.everywhere {
            let targets = try Targets(context, by: .files)
            return (targets.projects, targets.standpoint?.mainWorktree)
        }
        let here = try Standpoint(context, by: .files)
        return (here.allProjects(), here.mainWorktree)
    }

    /// What was done to each.
    ///
    /// - Throws: the failure of the only one.
    func answer(
        _ results: [(project: Project, result: Result<StopOutcome, Failure>)]
    ) throws -> Answer {
        if !isStopAll, results.count == 1, case .failure(let failure) = results[0].result {
            throw failure
        }
        let failures = results.compactMap { project, result -> Failure? in
            if case .failure(let failure) = result { failure.of(project) } else { nil }
        }
        return Answer(
            schema: isStopAll ? "envctl.stop_all/1" : "envctl.stop/1", ok: failures.isEmpty,
            text: text(results),
            ["projects": .array(results.map { Self.json($0.project, $0.result) })],
            failures: failures)
    }

    private func text(
        _ results: [(project: Project, result: Result<StopOutcome, Failure>)]
    ) -> String {
        if results.isEmpty { return "nothing was ever started here" }
        return results.map { project, result in
            switch result {
            case .success(let outcome): return StopText(outcome, context.label(project)).text
            case .failure: return "\(context.label(project)): not stopped"
            }
        }.joined(separator: "\n")
    }

    private static func json(_ project: Project, _ result: Result<StopOutcome, Failure>) -> JSON {
        switch result {
        case .success(let outcome):
            [
                "name": project.name.json, "scope": project.scope.json, "ok": true,
                "outcome": .string(outcome.ending.rawValue), "run_id": outcome.run?.json ?? .null,
                "milliseconds": JSON(outcome.milliseconds),
                "without_supervisor": .bool(outcome.withoutSupervisor),
                "components": .array(outcome.components.map(\.json)), "notes": JSON(outcome.notes),
            ]
        case .failure(let failure):
            [
                "name": project.name.json, "scope": project.scope.json, "ok": false,
                "outcome": "failed", "error": failure.json,
            ]
        }
    }
}

/// The outcome of a stop in words.
struct StopText {
    private let outcome: StopOutcome
    /// The project's name for people.
    private let label: String

    init(_ outcome: StopOutcome, _ label: String) {
        self.outcome = outcome
        self.label = label
    }

    var text: String {
        let notes = outcome.notes.map { "  note: \($0)" }
        guard outcome.ending == .stopped else {
            return (["\(label): nothing runs"] + notes).joined(separator: "\n")
        }
        let what =
            outcome.named.isEmpty
            ? "" : outcome.named.map(\.rawValue).joined(separator: ", ") + " "
        let lines = outcome.components.map { stop in
            "  \(stop.component): \(how(stop)); \(known(stop.proof))"
        }
        let time = Elapsed(milliseconds: outcome.milliseconds)
        let without = outcome.withoutSupervisor ? ", without its supervisor\(lost)" : ""
        return (["\(label): \(what)stopped in \(time)\(without)"] + lines + notes)
            .joined(separator: "\n")
    }

    private var lost: String { outcome.deafSupervisor == nil ? ", which was lost" : "" }

    private func how(_ stop: ComponentStop) -> String {
        if stop.proof == .notRunning { return "did not run" }
        let exit = stop.exit.map { " with \($0)" } ?? ""
        let forced = stop.forced ? ", had to be killed" : ""
        return "ended\(exit)\(forced)"
    }

    private func known(_ proof: ComponentStop.Proof) -> String {
        switch proof {
        case .notRunning: "nothing bore its mark"
        case .twoScans: "two scans of the process table found nothing of it"
        case .emptyGroup: "its cgroup is empty"
        case .noContainer: "the engine says that its container is gone"
        case .none: "it is not known whether something is left"
        }
    }
}
