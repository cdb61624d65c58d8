import Glibc
package import Platform
package import Vocabulary

/// The ports of all projects of one user: who keeps which, and which are in use.
///
/// All changes are made under one lock and synced before they have an effect; where nothing
/// changes nothing is written.
package struct PortRegistry: Sendable {
    package let layout: StateLayout
    private let userID: UInt32
    private let kernel: PortKernel
    private let clock: Clock

    /// Milliseconds to wait for the lock: forty starts at once need a fraction of it.
    private static let patience = 30_000
    /// A component moves so often before it is a failure.
    package static let retryLimit = 5

    package init(
        _ layout: StateLayout, userID: UInt32 = geteuid(), kernel: PortKernel = .system,
        clock: Clock = .system
    ) {
        self.layout = layout
        self.userID = userID
        self.kernel = kernel
        self.clock = clock
    }

    /// Reserves and claims a port for each request, in order.
    ///
    /// - Parameter requests: all of the project's: what it has reserved besides is left over from an
    ///   earlier configuration, and given to who is configured to have it.
    /// - Parameter isAlive: whether a run that has claims still lives; those of the dead end.
    /// - Throws: `port.held`, `port.reserved` under `conflict: fail`; `port.range_exhausted`.
    package func claim(
        _ requests: [PortRequest], scope: ScopeID, project: ProjectName, run: RunID,
        rules: PortRules, isAlive: (RunID) -> Bool = { _ in true }
    ) throws -> [PortPlan] {
        try change { book in
            book.endClaims { $0 != run && !isAlive($0) }
            var allocation = try allocation(
                book, scope, project, run, rules, requests: requests)
            let plans = try requests.map { try allocation.plan($0) }
            book = allocation.book
            return plans
        }
    }

    /// What `claim` would give now, without the lock and without a trace.
    package func preview(
        _ requests: [PortRequest], scope: ScopeID, project: ProjectName, run: RunID,
        rules: PortRules
    ) throws -> [PortPlan] {
        try outlook(requests, scope: scope, project: project, run: run, rules: rules).map {
            if let refusal = $0.refusal { throw refusal }
            return $0.plan
        }
    }

    /// As `preview`, but whoever can't have a port is told why, and the others get theirs.
    package func outlook(
        _ requests: [PortRequest], scope: ScopeID, project: ProjectName, run: RunID,
        rules: PortRules
    ) throws -> [PortOutlook] {
        var allocation = try allocation(
            try PortBook.read(layout.ports) ?? rebuilt(), scope, project, run, rules,
            requests: requests)
        return requests.map { allocation.outlook($0) }
    }

    /// Another port for a component whose port was taken between claim and bind; the reservation
    /// follows.
    ///
    /// - Throws: as `claim`, and `port.retries_exhausted` after five moves.
    package func retry(
        _ plan: PortPlan, scope: ScopeID, project: ProjectName, run: RunID, rules: PortRules
    ) throws -> PortPlan {
        guard plan.retries < Self.retryLimit else {
            throw Failure(
                "port.retries_exhausted", "'\(plan.component)' lost its port again and again",
                because: ["\(plan.retries + 1) ports were taken before it could bind them"],
                hint: "see what takes ports here with 'ss -ltnp', then start again")
        }
        return try change { book in
            var allocation = try allocation(
                book, scope, project, run, rules, requests: nil, after: plan.final)
            let moved = try allocation.replace(plan)
            book = allocation.book
            return moved
        }
    }

    /// The run is over: its ports are no longer in use, and stay reserved.
    ///
    /// Its effect waits for no disk: after a power cut the older book is read, whose claim is of a
    /// dead run, and the next start ends it. (Where a file system then has half of the new one, it
    /// is made anew from the manifests.)
    package func endClaims(of run: RunID) throws {
        try change(synced: false) { $0.endClaims { $0 == run } }
    }

    /// Nothing of the project runs, so none of its ports is in use, whatever run claimed it.
    package func endClaims(of project: ProjectName, in scope: ScopeID) throws {
        try change(synced: false) { $0.endClaims(of: project, in: scope) }
    }

    /// The worktree is gone, or `prune` was asked for: its ports are free for others.
    package func release(_ project: ProjectName, of scope: ScopeID) throws {
        try change { $0.remove { $0.scope == scope && $0.project == project } }
    }

    /// All reservations, for those who only look: without the lock, and nothing is repaired.
    package func reservations() throws -> [PortReservation] {
        try PortBook.read(layout.ports)?.reservations ?? []
    }

    private func allocation(
        _ book: PortBook, _ scope: ScopeID, _ project: ProjectName, _ run: RunID,
        _ rules: PortRules, requests: [PortRequest]?, after lost: Port? = nil
    ) throws -> PortAllocation {
        // Two users, two state folders or two projects don't walk the same ports.
        let place = FNV1a("\(userID)\0\(layout.roots.state)\0\(scope)\0\(project)").value
        // A port that was lost is passed, else two retries would swap it with its neighbour.
        let next = lost.flatMap { rules.range.contains($0) ? rules.index(of: $0) + 1 : nil }
        return try PortAllocation(
            book: book, scope: scope, project: project, run: run, rules: rules, kernel: kernel,
            requests: requests, start: next.map(UInt64.init) ?? place)
    }

    /// Reads, changes and writes the book under the lock.
    private func change<Value>(
        synced: Bool = true, _ body: (inout PortBook) throws -> Value
    ) throws -> Value {
        try Folder.make(layout.roots.state, mode: layout.roots.passable)
        let lock = try FileLock.acquire(
            layout.portsLock, note: "ports", milliseconds: Self.patience)
        return try withExtendedLifetime(lock) {
            let stored = try PortBook.readForWriting(layout.ports, clock: clock)
            var book = stored ?? rebuilt()
            let value = try body(&book)
            if book != stored ?? PortBook() { try book.write(layout.ports, synced: synced) }
            return value
        }
    }

    /// A missing or damaged book, from the manifests of each project's latest run.
    private func rebuilt() -> PortBook {
        var book = PortBook()
        for scope in layout.allScopes() {
            for project in scope.allProjects() {
                let path = Path.join(project.current, ArtifactFile.portsManifest.rawValue)
                // What can't be read has nothing to give; its project gets new ports.
                guard let manifest = try? PortsManifest.read(path) else { continue }
                let isOver = hasEnded(project)
                for var reservation in manifest.reservations
                where book.owner(of: reservation.port) == nil {
                    if isOver { reservation.claim = nil }
                    book.put(reservation)
                }
            }
        }
        return book
    }

    /// Whether the latest run of a project is told to be over; one that can't be read may go on.
    private func hasEnded(_ project: ProjectLayout) -> Bool {
        let path = Path.join(project.current, ArtifactFile.runState.rawValue)
        let record = try? RunRecord.read(path)  // see above
        return record?.ended != nil
    }
}

extension PortsManifest {
    var reservations: [PortReservation] {
        projects.flatMap { project in
            project.ports.map {
                PortReservation(
                    scope: scope, project: project.project, component: $0.component,
                    resource: $0.resource, port: $0.final, requested: $0.requested,
                    claim: project.run)
            }
        }
    }
}
