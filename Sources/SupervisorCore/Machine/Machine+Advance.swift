import Platform
import Supervision
import Vocabulary

/// Does all that the state allows now, until nothing more is to be done.
extension Machine {
    mutating func advance() {
        heedChanges()
        beginStops()
        for component in order { launchNext(component) }
        finishJobs()
        endIfDone()
    }

    /// In reverse order of need, among those that must leave: independent ones at once.
    private mutating func beginStops() {
        let leaving = order.filter {
            components[$0]?.mustLeave == true && components[$0]?.current != nil
        }
        let names = Set(leaving)
        let blocked = names.reduce(into: Set<ComponentID>()) { result, component in
            for need in components[component]?.spec?.needs ?? []
            where need.component != component && names.contains(need.component) {
                result.insert(need.component)
            }
        }
        // A cycle of needs can't come from a checked configuration; it must not hang a stop.
        let free = blocked == names ? names : names.subtracting(blocked)
        for component in leaving where free.contains(component) {
            guard let incarnation = components[component]?.current, !incarnation.isLeaving else {
                continue
            }
            beginStop(incarnation.id)
        }
    }

    private mutating func launchNext(_ component: ComponentID) {
        guard let state = components[component], state.current == nil, let next = state.next,
            next.moment != .afterDelay, !isEnding
        else { return }
        if next.moment == .afterNeeds {
            let needs = next.spec.needs.compactMap { components[$0.component] }
            if needs.contains(where: \.isMoving) {
                return set(
                    component, .starting,
                    "waits for \(needs.filter(\.isMoving).map(\.id.rawValue).joined(separator: ", "))"
                )
            }
            if let broken = needs.first(where: \.isBroken) {
                components[component]?.next = nil
                return set(
                    component, .failed,
                    "it needs \(broken.id), which \(broken.status == .lost ? "was lost" : "failed")"
                )
            }
        }
        spawn(component, next)
    }

    private mutating func spawn(_ component: ComponentID, _ next: NextLaunch) {
        let id = IncarnationID(component: component, number: next.number)
        components[component]?.next = nil
        components[component]?.spec = next.spec
        components[component]?.lastNumber = next.number
        components[component]?.lastMark = next.mark
        components[component]?.lastGroup = group(next.mark)
        components[component]?.exit = nil
        components[component]?.ready = nil
        components[component]?.readyMilliseconds = nil
        components[component]?.current = Incarnation(
            id: id, mark: next.mark, group: group(next.mark), transaction: next.transaction,
            isByHand: next.isByHand, began: now.monotonic)
        set(component, .starting, components[component]?.note)
        launchTokens[id] = next.token
        // The mark is on disk before a process bears it.
        if !next.isRecorded { actions.append(.persist(synced: true)) }
        actions.append(.spawn(id, next.spec, mark: next.mark))
        updateWatch(component)
    }

    private mutating func finishJobs() {
        var rest: [Job] = []
        let all = jobs
        jobs = []
        for job in all where !finish(job) { rest.append(job) }
        jobs = rest + jobs
    }

    private mutating func finish(_ job: Job) -> Bool {
        switch job {
        case .stop(let token, let targets, let since, _):
            guard targets.allSatisfy({ components[$0]?.isSettled ?? true }) else { return false }
            reply(token, .value(stopReport(targets, since).json))
        case .abort(let token, let targets, let restored, let since):
            guard targets.allSatisfy({ isUndone($0) }) else { return false }
            // Nothing rests on it: whoever reads `begun` finds nothing alive of it. On a full disk
            // an undo that was done must not be told as one that failed.
            actions.append(.persist(synced: false))
            var report = stopReport(targets, since)
            // A stop that came meanwhile wins.
            report.restored = order.filter {
                restored.contains($0) && components[$0]?.desired == .running
                    && components[$0]?.isSettled == false
            }
            reply(token, .value(report.json))
        case .restart(let token, let named):
            guard !named.contains(where: { components[$0]?.isMoving ?? false }) else {
                return false
            }
            reply(token, .reports(named.compactMap(report(of:))))
        case .wait(let token, let component):
            guard let state = components[component] else { return true }
            // A failure is known before the last of its processes is gone.
            let isOver =
                !state.isMoving
                || state.next == nil && state.lastReport?.incarnation == state.lastNumber
            guard isOver, let report = report(of: component) else { return false }
            reply(token, .report(report))
        }
        return true
    }

    private func stopReport(_ targets: Set<ComponentID>, _ since: UInt64) -> StopReport {
        StopReport(
            components: order.filter(targets.contains).map { component in
                if let (stop, time) = stops[component], time >= since { return stop }
                return ComponentStop(component: component, proof: .notRunning)
            })
    }

    /// The component as a wait sees it.
    func report(of component: ComponentID) -> ComponentReport? {
        guard let state = components[component] else { return nil }
        if let incarnation = state.current, incarnation.phase == .running {
            return report(of: incarnation, state.status == .stopping ? .stopped : .ready)
        }
        if let last = state.lastReport, last.incarnation == state.lastNumber { return last }
        return ComponentReport(
            component: component, incarnation: state.lastNumber, status: state.status,
            reason: state.reason, exit: state.exit, holder: state.holder)
    }

    /// Everything is over when nothing runs, nothing is wanted, and nobody is connected (or when
    /// all was asked to end).
    private mutating func endIfDone() {
        guard !hasEnded, jobs.isEmpty, components.values.allSatisfy(\.isSettled) else { return }
        let idle =
            wasUsed && clients == 0 && owner == nil
            && components.values.allSatisfy { $0.desired == .stopped || $0.spec == nil }
        guard isEnding || idle else { return }
        hasEnded = true
        actions += [.persist(synced: false), .end]
    }

    mutating func gone(_ client: Int) {
        clients -= 1
        jobs.removeAll { job in
            if case .wait(let token, _) = job { return token.client == client }
            return false
        }
        guard owner == client else { return }
        transaction?.isAbandoned = true
        actions.append(.strikeSteps)
        abort(nil)
    }

    /// Everything ends, and not since the user wanted it: what was to run is still to run, and
    /// `resume` brings it back.
    mutating func endAll(_ event: String, _ data: JSON.Object) {
        publish(event, nil, data)
        isEnding = true
        if transaction?.state == .begun { abort(nil) }
        jobs.append(.stop(nil, Set(order), since: now.monotonic, everything: true))
        for component in order { end(component, "everything is being stopped") }
        actions.append(.persist(synced: false))
    }

    /// Nothing may rest on a record that could not be written: a transaction of which nothing runs
    /// is off, all else goes on and says so.
    mutating func persistFailed(_ failure: Failure) {
        publish("supervisor.write_failed", nil, ["error": failure.json])
        let launched = components.values.contains { $0.current?.transaction == transaction?.id }
        if transaction?.state == .begun, !launched {
            transaction?.state = .aborted
            owner = nil
            for component in order { components[component]?.planned = nil }
        }
    }
}
