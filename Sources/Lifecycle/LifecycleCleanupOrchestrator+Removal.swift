package import Platform
package import Requirements
package import RunState
import Truth
package import Vocabulary

extension LifecycleCleanupOrchestrator {
    /// What `blast` would remove of these scopes: everything. Changes nothing.
    ///
    /// - Parameter known: the projects of where the caller stands.
    package func planBlast(
        _ scopes: [ScopeLayout], known: [Project] = []
    ) throws -> RemovalPlan {
        try BlastPlanning(planning).plan(scopes, known: known)
    }

    /// What `prune` would remove. Changes nothing.
    package func planPrune(_ request: PruneRequest) throws -> RemovalPlan {
        try PrunePlanning(planning, request, truth: truth, runs: runs).plan()
    }

    /// Names of projects and scopes that only a Docker engine still knows.
    ///
    /// - Parameter scope: nil: of all.
    package func lostNames(in scope: ScopeID?) -> [String] {
        LostHoldings(layout, engine)?.names(in: scope) ?? []
    }

    /// Stops the projects of the plan with proof, each just before it is removed; one that can't be
    /// ended keeps its data.
    package func blast(
        _ plan: RemovalPlan, _ data: DataRemoval, cancellation: Cancellation
    ) -> RemovalPlan {
        work(data, cancellation) { try stop($0, cancellation: cancellation) }.perform(plan)
    }

    /// Removes what the plan says of what does not run.
    package func prune(
        _ plan: RemovalPlan, _ data: DataRemoval, cancellation: Cancellation
    ) -> RemovalPlan {
        work(data, cancellation, stop: nil).perform(plan)
    }

    private var planning: RemovalPlanning {
        RemovalPlanning(layout, clock: clock, volumes: volumes, engine: engine)
    }
    private var runs: RunRepository { RunRepository(layout, clock: clock) }
    private var truth: Truth { Truth(layout: layout, kernel: kernel) }

    private func work(
        _ data: DataRemoval, _ cancellation: Cancellation,
        stop: ((Project) throws -> StopOutcome)?
    ) -> RemovalWork {
        RemovalWork(
            planning: planning, runs: runs, registry: PortRegistry(layout, clock: clock),
            truth: truth, data: data, cancellation: cancellation, stop: stop)
    }
}
