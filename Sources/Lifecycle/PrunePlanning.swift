import Platform
import RunState
import Truth
import Vocabulary

/// What `prune` would remove: what belongs to worktrees and repositories that are gone, old runs,
/// and what killed commands left half done.
struct PrunePlanning {
    private let planning: RemovalPlanning
    private let request: PruneRequest
    private let truth: Truth
    private let runs: RunRepository

    init(
        _ planning: RemovalPlanning, _ request: PruneRequest, truth: Truth, runs: RunRepository
    ) {
        self.planning = planning
        self.request = request
        self.truth = truth
        self.runs = runs
    }

    func plan() throws -> RemovalPlan {
        var plan = RemovalPlan()
        for scope in request.scopes { try add(scope, to: &plan) }
        let known = plan.removals.count
        let scopes = request.coversAll ? [nil] : request.scopes.map { Optional($0.scope) }
        for scope in scopes { planning.lost?.addPrunable(in: scope, request, to: &plan) }
        let lost = Array(plan.removals[known...])
        plan.removals.removeSubrange(known...)
        if request.onlyData {
            plan.removals = plan.removals.compactMap(\.onlyData)
        } else {
            if request.coversAll { plan.removals += orphans() }
            plan.removals +=
                try SpareInventory.removal(of: planning.layout.spares).map { [$0] } ?? []
        }
        plan.removals += lost
        return plan
    }

    private func add(_ scope: ScopeLayout, to plan: inout RemovalPlan) throws {
        var check = Inventory()
        guard try check.has(scope.folder, .folder) else {
            plan.kept += check.kept
            return
        }
        guard let record = try readable(scope, &plan) else { return }
        let presence = PresenceCheck(record, places: places)
        let found = try RunInventory(scope)
        var staying: Set<ProjectName> = []
        for project in planning.projects(of: scope) {
            if let reason = try gone(project, record, presence, &plan) {
                plan.removals.append(try planning.whole(project, found, because: reason))
            } else {
                staying.insert(project.name)
                plan.removals += try remains(of: project, scope)
            }
        }
        plan.kept += found.stray.kept
        if staying.isEmpty {
            let own = try planning.scope(
                scope, found, without: Set(found.runs.keys), because: "no project is left in it")
            plan.removals.append(own)
        }
    }

    /// Where the repositories of all scopes were last.
    private var places: [String] {
        // One that can't be read names none.
        planning.layout.allScopes().compactMap { (try? ScopeRecord.read($0.record))?.path }
    }

    private func readable(
        _ scope: ScopeLayout, _ plan: inout RemovalPlan
    ) throws -> ScopeRecord? {
        do {
            if let record = try ScopeRecord.read(scope.record) { return record }
            if scope.allProjects().isEmpty { return ScopeRecord(scope: scope.scope, path: "") }
            plan.kept.append(KeptPath(path: scope.folder, reason: "it has no scope.json"))
        } catch {
            let failure = Failure(error)
            plan.kept.append(KeptPath(path: scope.folder, reason: failure.message))
        }
        return nil
    }

    /// Why the project is to go; nil where it stays.
    private func gone(
        _ project: Project, _ record: ScopeRecord, _ presence: PresenceCheck,
        _ plan: inout RemovalPlan
    ) throws -> String? {
        let folder = planning.layout.scope(project.scope).project(project.name).folder
        guard let named = record.project(named: project.name) else {
            // Ports that were given to a name which is no one's.
            if try FileSystem.entry(folder) == nil { return "no project has this name any more" }
            plan.kept.append(KeptPath(path: folder, reason: "scope.json does not name it"))
            return nil
        }
        let reason: String
        switch presence.worktree(of: named) {
        case .here: return nil
        case .gone(let words): reason = words
        case .doubtful(let words):
            guard request.taken(project) else {
                let hint = "; if it is gone for good: --gone \(project.name)"
                plan.kept.append(KeptPath(path: folder, reason: words + hint))
                return nil
            }
            reason = words
        }
        guard try !isRunning(project) else {
            let words = "\(reason), but something of it still runs"
            plan.kept.append(KeptPath(path: folder, reason: words))
            return nil
        }
        return reason
    }

    private func isRunning(_ project: Project) throws -> Bool {
        // Damaged: what runs can't be told from it, so it is taken to run.
        do {
            guard let record = try runs.current(project.name, of: project.scope) else {
                return false
            }
            return try truth.observe([record])[0].isRunning
        } catch { return true }
    }

    /// Of a project that stays: runs beyond the history, and what was left half done.
    private func remains(of project: Project, _ scope: ScopeLayout) throws -> [Removal] {
        var inventory = Inventory()
        let old = runs.excess(of: project.name, in: scope.scope, keep: request.keptRuns)
        try RunInventory.add(old, of: scope, to: &inventory)
        let layout = scope.project(project.name)
        if try FileSystem.entry(layout.lock) != nil, try !FileLock.isHeld(layout.lock),
            try !FileLock.isHeld(layout.supervisorLock)
        {
            for item in try ProjectInventory(layout).found.items where item.kind == .leftovers {
                inventory.add(item)
            }
        }
        if inventory.items.isEmpty { return [] }
        return [
            Removal(
                .parts(project.name), of: scope.scope,
                because: "old runs and leftovers of a project that stays", inventory)
        ]
    }

    /// Reservations of scopes that have no folder any more.
    private func orphans() -> [Removal] {
        let known = Set(request.scopes.map(\.scope))
        let others = planning.reservations.filter { !known.contains($0.scope) }
        return Dictionary(grouping: others) { [$0.scope.rawValue, $0.project.rawValue] }
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }.compactMap { _, reservations in
                guard let first = reservations.first else { return nil }
                var removal = Removal(
                    .reservations(first.project), of: first.scope,
                    because: "nothing else is left of it")
                removal.reservations = reservations
                return removal
            }
    }
}

extension Removal {
    /// What of it is data: the project keeps its name, its records and its ports. Nil where nothing
    /// is.
    fileprivate var onlyData: Removal? {
        let kinds: Set<OwnedItem.Kind> = [.volumes, .data, .snapshots, .leftovers]
        let items = items.filter { kinds.contains($0.kind) }
        guard let project, !items.isEmpty else { return nil }
        var copy = self
        copy.extent = .parts(project)
        copy.items = items
        copy.kept = []
        copy.reservations = []
        copy.folders = []
        return copy
    }
}
