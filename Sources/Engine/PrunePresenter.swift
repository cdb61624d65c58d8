import Configuration
import Lifecycle
import Platform
import Routing
import RunState
import Startup
import Terminal
import Vocabulary
import Worktrees

/// `prune`: what belongs to worktrees and repositories that are gone.
struct PrunePresenter {
    private let context: CommandContext

    init(_ context: CommandContext) { self.context = context }

    func answer() throws -> Answer {
        try Interruption.cancels(context.cancellation)
        let cleanup = context.cleanup
        let plan = try cleanup.planPrune(try request())
        let shown = RemovalAnswer(schema: "envctl.prune/1", plan: plan, isDone: false)
        if context.route.has(.dryRun) || plan.isEmpty { return shown.answer() }
        let confirmation = Confirmation(context: context, word: "prune", deed: "remove this")
        if let missing = try confirmation.missing(preview: RemovalText(plan, isDone: false).text) {
            return shown.answer(failure: missing)
        }
        let done = cleanup.prune(
            plan, context.dataRemoval, cancellation: context.cancellation)
        return RemovalAnswer(schema: "envctl.prune/1", plan: done, isDone: true).answer()
    }

    private func request() throws -> PruneRequest {
        let everywhere = context.route.targets.everywhere
        let scopes =
            everywhere
            ? context.layout.allScopes()
            : [context.layout.scope(try Standpoint(context, by: .files).scope.scope)]
        let gone = context.route.values(.gone)
        try check(gone, among: scopes, everywhere)
        return PruneRequest(
            scopes: scopes, coversAll: everywhere, gone: gone,
            keptRuns: try context.preferences().history,
            onlyData: context.route.has(.data))
    }

    /// A name that means nothing is a mistake, not something that is gone.
    private func check(
        _ gone: [String], among scopes: [ScopeLayout], _ everywhere: Bool
    ) throws {
        var known = scopes.flatMap { scope in
            [scope.scope.rawValue]
                + ScopeNames(scope, context.layout, environment: context.host.environment)
                .record.projects.map(\.name.rawValue)
        }
        if !gone.allSatisfy(known.contains) {
            known += context.cleanup.lostNames(in: everywhere ? nil : scopes.first?.scope)
        }
        for name in gone where !known.contains(name) {
            throw Failure(
                "project.unknown", "there is no project '\(name)'",
                because: ["known are \(Set(known).sorted().joined(separator: ", "))"],
                hint: suggestion(for: name, among: known).map { "did you mean '\($0)'?" }
                    ?? "envctl list-targets --everywhere", details: ["known": JSON(known)])
        }
    }
}
