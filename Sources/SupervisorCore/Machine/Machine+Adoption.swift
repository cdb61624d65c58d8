import Platform
import Supervision
import Vocabulary

/// Going on where a lost supervisor was.
extension Machine {
    /// Takes over what lives as it is, sweeps what is left of what has ended, and goes on with the
    /// restarts and stops that were under way.
    mutating func adopt(_ adoption: Adoption) {
        // Nobody has to come: what was adopted is supervised in any case.
        wasUsed = true
        actions.append(.disarm(.unused))
        transaction = adoption.transaction
        // A command has undone it before.
        if transaction?.state == .begun { transaction?.state = .aborted }
        let known = adoption.components.filter { $0.launched.spec != nil }
        if !adoption.isOurOwn { publishAdoption(adoption.predecessor, known) }
        for component in known { restore(component) }
        for component in known { adopt(component) }
        actions.append(.persist(synced: true))
    }

    private mutating func publishAdoption(
        _ predecessor: ProcessIdentity?, _ known: [Adoption.Component]
    ) {
        publish(
            "supervisor.adopted", nil,
            [
                "predecessor": JSON(predecessor.map { Int($0.pid) }),
                "components": JSON(known.filter(\.isLiving).map(\.launched.component.rawValue)),
                "lost": JSON(known.filter(\.isLost).map(\.launched.component.rawValue)),
            ])
    }

    /// What is remembered of it, whether it lives or not.
    private mutating func restore(_ adopted: Adoption.Component) {
        let launched = adopted.launched
        let component = launched.component
        ensure(component)
        let numbers = [launched.current?.number, launched.planned?.number, launched.incarnations]
        components[component]?.spec = launched.spec
        components[component]?.desired = launched.desired
        components[component]?.restarts = launched.restarts
        // Those of another boot are on another clock.
        components[component]?.restartTimes = launched.restartTimes.filter { $0 <= now.monotonic }
        components[component]?.delayStep = launched.backOffStep
        components[component]?.lastNumber = numbers.compactMap(\.self).max() ?? 0
        components[component]?.lastMark = launched.current?.mark
        components[component]?.lastGroup = launched.current?.cgroup
        components[component]?.lastIdentity = launched.current?.identity
        components[component]?.started = adopted.started
        components[component]?.ready = adopted.ready
        components[component]?.readyMilliseconds = adopted.readyMilliseconds
        components[component]?.exit = adopted.exit
        components[component]?.watch.suspendedBy = launched.suspendedBy
        tellSuspension(component)
        if adopted.status == .ready { components[component]?.note = adopted.reason }
        components[component]?.isUndone = adopted.isUndone
        components[component]?.isStillWanted = adopted.isStillWanted
        set(component, adopted.status, adopted.reason)
    }

    private mutating func adopt(_ adopted: Adoption.Component) {
        let component = adopted.launched.component
        if let recorded = adopted.launched.current {
            let id = IncarnationID(component: component, number: recorded.number)
            var incarnation = Incarnation(
                id: id, mark: recorded.mark, group: recorded.cgroup, transaction: nil,
                isByHand: false,
                began: now.monotonic)
            incarnation.identity = recorded.identity
            incarnation.spawned = now
            components[component]?.current = incarnation
            if adopted.isRestarting, let spec = adopted.launched.spec {
                relaunch(component, spec, .afterNeeds)
                change(id) { $0.phase = .running }
            }
            if adopted.isLiving { goOn(id, adopted) } else { lose(id) }
        } else if adopted.launched.desired == .running {
            goOnWithoutProcess(adopted)
        }
        updateWatch(component)
        if adopted.launched.desired == .stopped {
            want(component, .stopped)
            // Nobody stopped those: a failure keeps its word.
            if adopted.isUndone || adopted.isStillWanted {
                set(component, adopted.status, adopted.reason)
            }
        }
    }

    /// Its process lives: nothing is done to it, and what was known of it holds.
    private mutating func goOn(_ id: IncarnationID, _ adopted: Adoption.Component) {
        guard let spec = components[id.component]?.spec else { return }
        if adopted.isRestarting { return leave(id.component) }
        if adopted.ready != nil {
            let moment = now
            change(id) {
                $0.phase = .running
                $0.ready = moment
            }
            becomeReady(id.component)
            if let health = spec.health { actions.append(.startHealth(id, health)) }
            return
        }
        change(id) {
            $0.phase = .starting
            $0.mayHaveBeenMissed = spec.ready.usesNotify
        }
        if adopted.status == .failed || adopted.status == .foreign {
            // It was being ended since it had failed.
            change(id) { $0.ending = .notReady }
            return leave(id.component)
        }
        set(id.component, .starting, nil)
        awaitReady(id, spec)
    }

    /// It ended while nobody watched: what is left of it goes, and it is told.
    private mutating func lose(_ id: IncarnationID) {
        let reason = "it ended while its supervisor was lost; its exit is unknown"
        change(id) {
            $0.phase = .running
            $0.exit = Exit(code: nil)
            $0.ending = .lost
            $0.reason = reason
        }
        components[id.component]?.exit = Exit(code: nil)
        if components[id.component]?.desired == .running,
            components[id.component]?.next == nil, let incarnation = current(id)
        {
            set(id.component, .lost, reason)
            actions.append(
                .recordFailure(report(of: incarnation, .lost), code: "component.lost"))
            publish(
                "component.lost", id.component,
                ["incarnation": JSON(id.number), "reason": .string(reason)])
        }
        sweep(id, forced: false)
    }

    /// Its restart was decided before its supervisor was lost, or its end was.
    private mutating func goOnWithoutProcess(_ adopted: Adoption.Component) {
        let component = adopted.launched.component
        guard let spec = adopted.launched.spec else { return }
        switch adopted.status {
        case .failed, .foreign, .stopped, .skipped: return
        case .starting, .ready, .degraded, .stopping, .lost:
            guard adopted.isRestarting else {
                return set(component, .lost, adopted.reason ?? "nothing of it was found")
            }
            relaunch(component, spec, .afterNeeds)
            set(component, .starting, "restarting after its supervisor was lost")
        }
    }
}

extension Adoption.Component {
    /// It was to come back when its supervisor was lost.
    fileprivate var isRestarting: Bool {
        launched.planned != nil && launched.desired == .running
    }

    /// It was wanted, it was there, and it is not any more.
    fileprivate var isLost: Bool {
        !isLiving && launched.desired == .running && launched.current != nil
    }
}
