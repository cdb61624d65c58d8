import Platform
import RunState
import Vocabulary

/// What `blast-all` would remove of scopes: all of each.
struct BlastPlanning {
    private let planning: RemovalPlanning

    init(_ planning: RemovalPlanning) { self.planning = planning }

    /// - Parameter known: the projects of where the caller stands, with their paths.
    func plan(_ scopes: [ScopeLayout], known: [Project]) throws -> RemovalPlan {
        var plan = RemovalPlan()
        for scope in scopes {
            defer { planning.lost?.addAll(in: scope.scope, to: &plan) }
            var check = Inventory()
            guard try check.has(scope.folder, .folder) else {
                plan.kept += check.kept
                plan.removals += orphans(of: scope)
                continue
            }
            try add(scope, known.filter { $0.scope == scope.scope }, to: &plan)
        }
        return plan
    }

    private func add(_ scope: ScopeLayout, _ known: [Project], to plan: inout RemovalPlan) throws {
        let runs = try RunInventory(scope)
        var names: Set<ProjectName> = []
        for project in planning.projects(of: scope, known: known) {
            let removal = try planning.whole(project, runs, because: "all of it was asked for")
            names.insert(project.name)
            if removal.isEmpty { plan.kept += removal.kept } else { plan.removals.append(removal) }
        }
        let own = try planning.scope(
            scope, runs, without: names, because: "all of it was asked for")
        plan.removals.append(own)
    }

    /// Reservations of a scope that has no folder any more.
    private func orphans(of scope: ScopeLayout) -> [Removal] {
        let own = planning.reservations.filter { $0.scope == scope.scope }
        return Dictionary(grouping: own, by: \.project).sorted { $0.key < $1.key }.map {
            project, reservations in
            var removal = Removal(
                .reservations(project), of: scope.scope, because: "all of it was asked for")
            removal.reservations = reservations
            return removal
        }
    }
}
