import Lifecycle
import Platform
import Requirements
import Routing
import RunState
import Terminal
import Vocabulary
import Worktrees

/// `blast-all`: all that envctl has of this repository, stopped and removed.
struct BlastPresenter {
    private let context: CommandContext

    init(_ context: CommandContext) { self.context = context }

    func answer() throws -> Answer {
        try Interruption.cancels(context.cancellation)
        let cleanup = context.cleanup
        let (scopes, known, word) = try targets()
        let plan = try cleanup.planBlast(scopes, known: known)
        let shown = RemovalAnswer(schema: "envctl.blast_all/1", plan: plan, isDone: false)
        if context.route.has(.dryRun) || plan.isEmpty { return shown.answer() }
        let confirmation = Confirmation(
            context: context, word: word, deed: "stop and remove all of this")
        if let missing = try confirmation.missing(preview: RemovalText(plan, isDone: false).text) {
            return shown.answer(failure: missing)
        }
        let done = cleanup.blast(
            plan, context.dataRemoval, cancellation: context.cancellation)
        return RemovalAnswer(schema: "envctl.blast_all/1", plan: done, isDone: true).answer()
    }

    /// The scopes, what is known of their projects, and the word that confirms.
    private func targets() throws -> ([ScopeLayout], [Project], String) {
        if context.route.targets.everywhere {
            return (context.layout.allScopes(), [], "everywhere")
        }
        let here = try Standpoint(context, by: .files)
        let scope = context.layout.scope(here.scope.scope)
        // `<repository name>-<12 hex digits>`.
        let name = String(scope.scope.rawValue.dropLast(13))
        return ([scope], here.allProjects(), name)
    }
}

extension CommandContext {
    var cleanup: LifecycleCleanupOrchestrator {
        LifecycleCleanupOrchestrator(
            layout: layout, kernel: kernel, clock: clock,
            sink: ProgressSink(console, project: nil), volumes: OwnedVolumes(host),
            engine: EngineHoldings(host, state: layout.roots.state))
    }

    var dataRemoval: DataRemoval { DataRemoval(helper: supervisorProgram, host: host) }
}
