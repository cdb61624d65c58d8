import Platform
import Requirements
import RunState
import Vocabulary

/// What is on a Docker engine of projects that we have no record of any more: their state was
/// deleted, or a command was cut short. The engine tells whose it is.
struct LostHoldings {
    private let layout: StateLayout
    private let engine: EngineHoldings

    init?(_ layout: StateLayout, _ engine: EngineHoldings?) {
        guard let engine, engine.hasClient else { return nil }
        self.layout = layout
        self.engine = engine
    }

    /// For `prune`: goes where it says itself that it is of our state, and its worktree is gone, or
    /// where it was named; all else is told as kept.
    ///
    /// - Parameter scope: nil: of all.
    func addPrunable(
        in scope: ScopeID?, _ request: PruneRequest, to plan: inout RemovalPlan
    ) {
        look(in: scope, &plan, isAsked: request.onlyData) { holding, plan in
            guard try !isKnown(holding) else { return }
            let isNamed = request.taken(
                Project(
                    scope: holding.scope, name: holding.project, identity: "", root: "",
                    worktree: ""))
            if let reason = isNamed ? nil : doubt(of: holding) {
                return plan.kept.append(KeptPath(path: Self.names(holding), reason: reason))
            }
            if holding.isRunning {
                let reason = "its record is lost, but a container of it runs: docker stop NAME"
                return plan.kept.append(KeptPath(path: Self.names(holding), reason: reason))
            }
            let reason = isNamed ? "its record is lost" : "its worktree and its record are gone"
            plan.removals.append(try removal(holding, because: reason))
        }
    }

    /// For `blast-all`: whatever is left of the scope's, but what says that it is another's.
    func addAll(in scope: ScopeID, to plan: inout RemovalPlan) {
        look(in: scope, &plan) { holding, plan in
            if engine.isOfOthers(holding) {
                let kept = KeptPath(path: Self.names(holding), reason: Self.foreign)
                return plan.kept.append(kept)
            }
            guard try !isRecorded(holding) else { return }
            plan.removals.append(try removal(holding, because: "all of it was asked for"))
        }
    }

    /// Names that `--gone` may give.
    func names(in scope: ScopeID?) -> [String] {
        // An engine that does not answer has none to give; the plan tells so.
        let found = (try? engine.all(in: scope)) ?? []
        return found.flatMap { [$0.scope.rawValue, $0.project.rawValue] }
    }

    /// What is there by now: nothing of a project that is there again, or that could not be removed.
    ///
    /// - Throws: `cleanup.still_running`.
    func remove(_ planned: EngineHoldings.Holding) throws {
        let now = try engine.all(in: planned.scope).first { $0.project == planned.project }
        guard let now else { return }
        let isTheirs = engine.isOfOthers(now) && !planned.isOf(now)
        guard try !isThere(now), !isTheirs, !now.isRunning || planned.isRunning else {
            throw Failure(
                "cleanup.still_running", "there is a project '\(now.project)' now, so this stays",
                at: Self.names(now), hint: "see 'envctl list-targets' and 'docker ps'")
        }
        try engine.remove(now)
    }

    // MARK: parts

    private func look(
        in scope: ScopeID?, _ plan: inout RemovalPlan, isAsked: Bool = false,
        _ body: (EngineHoldings.Holding, inout RemovalPlan) throws -> Void
    ) {
        do {
            for holding in try engine.all(in: scope) { try body(holding, &plan) }
        } catch {
            // Who has nothing in containers has no engine to start.
            guard isAsked || usesEngine else { return }
            let failure = Failure(error)
            let reason = "what it may have of projects whose record is lost can't be looked for: "
            plan.kept.append(
                KeptPath(path: failure.location ?? "docker", reason: reason + failure.message))
        }
    }

    private func removal(
        _ holding: EngineHoldings.Holding, because reason: String
    ) throws -> Removal {
        let measured = try engine.measured(holding)
        var found = Inventory()
        for thing in measured.things { found.add(OwnedItem(thing)) }
        return Removal(.engine(measured), of: holding.scope, because: reason, found)
    }

    /// Why it is not for sure that nobody wants it any more; nil where it is.
    private func doubt(of holding: EngineHoldings.Holding) -> String? {
        let way = "; if it is gone for good: --gone \(holding.project)"
        guard engine.isOurs(holding), let worktree = holding.worktree else {
            return Self.foreign + way
        }
        switch FolderPresence.of(worktree, named: "its worktree \(worktree)") {
        case .here: return "its record is lost, but its worktree \(worktree) is there" + way
        case .doubtful(let words): return words + way
        case .gone: return nil
        }
    }

    private static let foreign = "it may be of another user, machine or state folder"

    private func isKnown(_ holding: EngineHoldings.Holding) throws -> Bool {
        let folder = layout.scope(holding.scope).project(holding.project).folder
        return try FileSystem.entry(folder) != nil
    }

    /// It was entered by a command, or is being removed itself.
    private func isThere(_ holding: EngineHoldings.Holding) throws -> Bool {
        try FileSystem.entry(layout.scope(holding.scope).project(holding.project).lock) != nil
    }

    /// Whether the removal of the project itself asks the engine.
    private func isRecorded(_ holding: EngineHoldings.Holding) throws -> Bool {
        try isRecorded(layout.scope(holding.scope).project(holding.project))
    }

    private func isRecorded(_ project: ProjectLayout) throws -> Bool {
        let folder = Path.parent(project.data(ComponentID(unchecked: "any")))
        guard try FileSystem.entry(folder)?.isDirectory == true else { return false }
        return try FileSystem.list(folder).contains { DockerData.component(ofRecord: $0) != nil }
    }

    /// Some project of this state has data in containers.
    private var usesEngine: Bool {
        layout.allScopes().flatMap { $0.allProjects() }
            .contains { (try? isRecorded($0)) ?? true }  // unreadable: taken to have some
    }

    private static func names(_ holding: EngineHoldings.Holding) -> String {
        holding.things.map { "docker \($0.kind.rawValue) \($0.name)" }.joined(separator: ", ")
    }
}

extension EngineHoldings.Holding {
    /// The same things and no further ones.
    fileprivate func isOf(_ other: Self) -> Bool {
        other.things.allSatisfy { thing in things.contains { $0.name == thing.name } }
    }
}

extension OwnedItem {
    fileprivate init(_ thing: EngineHoldings.Thing) {
        kind =
            switch thing.kind {
            case .container: .containers
            case .network: .networks
            case .volume: .volumes
            }
        component = thing.component
        path = thing.name
        entries = []
        size = TreeSize(bytes: thing.bytes ?? 0, files: 0)
    }
}
