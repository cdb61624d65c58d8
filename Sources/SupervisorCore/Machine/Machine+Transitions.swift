import Platform
import Supervision
import Vocabulary

/// What happens to incarnations.
extension Machine {
    mutating func spawned(_ id: IncarnationID, _ identity: ProcessIdentity) {
        guard let incarnation = current(id), incarnation.identity == nil else { return }
        let moment = now
        change(id) {
            $0.identity = identity
            $0.spawned = moment
        }
        components[id.component]?.lastIdentity = identity
        components[id.component]?.started = now.wall
        actions.append(.persist(synced: false))
        guard incarnation.phase == .spawning, let spec = components[id.component]?.spec else {
            return
        }
        change(id) { $0.phase = .starting }
        publish(
            "component.launched", id.component,
            ["incarnation": JSON(id.number), "pid": JSON(Int(identity.pid))])
        awaitReady(id, spec)
        answerLaunch(id)
    }

    private mutating func answerLaunch(_ id: IncarnationID) {
        guard let token = launchTokens.removeValue(forKey: id), let identity = current(id)?.identity
        else { return }
        let stop = components[id.component]?.lastStop
        reply(
            token,
            .value(
                LaunchReport(
                    component: id.component, incarnation: id.number, identity: identity,
                    replaced: stop?.incarnation == id.number - 1 ? stop : nil
                ).json))
    }

    mutating func spawnFailed(_ id: IncarnationID, _ failure: Failure) {
        guard current(id)?.phase == .spawning else { return }
        change(id) {
            $0.ending = .neverSpawned
            $0.reason =
                failure.causes.isEmpty
                ? failure.message : failure.message + ": " + failure.causes.joined(separator: ": ")
        }
        failed(id, .failed, code: failure.code)
        if let token = launchTokens.removeValue(forKey: id) { reply(token, .failure(failure)) }
        // The helper may have been spawned under the mark: proved like any other.
        sweep(id, forced: false)
    }

    /// The data has another holder: a killed server's children still hold its memory. Their lock
    /// goes with them; a lock held for longer is somebody else's.
    mutating func dataHeld(_ id: IncarnationID) {
        guard current(id)?.phase == .spawning else { return }
        if components[id.component]?.mustLeave == true { return sweep(id, forced: false) }
        let deadline = current(id)?.lockDeadline ?? now.after(milliseconds: 10_000)
        change(id) { $0.lockDeadline = deadline }
        if now.monotonic < deadline {
            actions.append(.arm(.lock(id), at: now.after(milliseconds: 5)))
            return
        }
        spawnFailed(
            id,
            Failure(
                "component.data_held", "its data is in use by another process",
                at: components[id.component]?.spec?.dataLock,
                hint: "end the process that uses it, then start again"))
    }

    mutating func exited(_ id: IncarnationID, _ exit: Exit, _ holder: ForeignListener?) {
        guard let incarnation = current(id) else { return }
        change(id) { $0.exit = exit }
        components[id.component]?.exit = exit
        switch incarnation.phase {
        case .stopping:
            // Its descendants have the rest of the grace.
            return actions.append(.scan(id))
        case .sweeping: return
        case .spawning, .starting, .running: break
        }
        if components[id.component]?.mustLeave == true {
            change(id) { $0.ending = $0.ending ?? .asked }
            return sweep(id, forced: false)
        }
        publish(
            "component.exited", id.component,
            ["incarnation": JSON(id.number), "exit": exit.json])
        actions.append(.stopProbe(id))
        change(id) { $0.ending = .exited }
        if incarnation.phase != .running { exitedEarly(id, exit, holder) }
        restartDependents(of: id.component, unless: [])
        sweep(id, forced: false)
    }

    /// It ended before it was ready; a stranger on its port is the likely reason.
    private mutating func exitedEarly(
        _ id: IncarnationID, _ exit: Exit, _ holder: ForeignListener?
    ) {
        change(id) {
            $0.ending = holder == nil ? .exited : .foreign
            $0.holder = holder
            $0.reason =
                holder.map { "\(exit) before it was ready: \($0.sentence)" }
                ?? "it ended with \(exit) before it was ready"
        }
        if mayRestart(id) { return }
        failed(
            id, holder == nil ? .failed : .foreign,
            code: holder == nil ? "component.exited" : "component.foreign_port")
    }

    mutating func answered(_ id: IncarnationID, _ probe: String, _ answer: String) {
        change(id) {
            $0.probe = probe
            $0.answer = answer
        }
    }

    mutating func passed(_ id: IncarnationID, _ probe: String) {
        guard let incarnation = current(id), let spec = components[id.component]?.spec,
            incarnation.phase == .starting
                || incarnation.phase == .running && incarnation.mayHaveBeenMissed
        else { return }
        let moment = now
        change(id) {
            $0.phase = .running
            $0.ready = moment
            $0.probe = probe
            $0.mayHaveBeenMissed = false
        }
        let milliseconds = now.milliseconds(since: incarnation.spawned?.monotonic ?? now.monotonic)
        becomeReady(id.component)
        components[id.component]?.ready = now.wall
        components[id.component]?.readyMilliseconds = milliseconds
        components[id.component]?.holder = nil
        components[id.component]?.lastReport = nil
        actions += [.disarm(.ready(id)), .stopProbe(id), .clearFailure(id.component)]
        publish(
            "component.ready", id.component,
            ["incarnation": JSON(id.number), "milliseconds": JSON(milliseconds)])
        if let health = spec.health { actions.append(.startHealth(id, health)) }
    }

    mutating func foreign(_ id: IncarnationID, _ probe: String, _ holder: ForeignListener) {
        guard current(id)?.phase == .starting else { return }
        change(id) {
            $0.ending = .foreign
            $0.holder = holder
            $0.probe = probe
            $0.answer = holder.sentence
            $0.reason = holder.sentence
        }
        failed(id, .foreign, code: "component.foreign_port")
        components[id.component]?.mustLeave = true
    }

    mutating func health(_ id: IncarnationID, _ healthy: Bool, _ answer: String) {
        guard current(id)?.phase == .running else { return }
        let status = healthy ? ComponentStatus.ready : .degraded
        guard components[id.component]?.status != status else { return }
        if healthy {
            becomeReady(id.component)
        } else {
            set(id.component, status, "its health check says: \(answer)")
        }
        publish(
            healthy ? "component.healthy" : "component.unhealthy", id.component,
            ["answer": .string(answer)])
    }

    mutating func fired(_ key: TimerKey) {
        switch key {
        case .ready(let id): missedDeadline(id)
        case .grace(let id): if current(id)?.phase == .stopping { sweep(id, forced: true) }
        case .scan(let id): scanAgain(id)
        case .lock(let id):
            guard let incarnation = current(id), incarnation.phase == .spawning,
                let spec = components[id.component]?.spec
            else { return }
            if components[id.component]?.mustLeave == true { return sweep(id, forced: false) }
            actions.append(.spawn(id, spec, mark: incarnation.mark))
        case .delay(let component):
            if components[component]?.next?.moment == .afterDelay {
                components[component]?.next?.moment = .afterNeeds
            }
        case .watch(let component): changeIsDue(component)
        case .unused: if !wasUsed { isEnding = true }
        }
    }

    /// Sets the status of a failed incarnation, tells and records it.
    mutating func failed(_ id: IncarnationID, _ status: ComponentStatus, code: String) {
        guard let incarnation = current(id) else { return }
        actions += [.disarm(.ready(id)), .stopProbe(id)]
        set(id.component, status, incarnation.reason)
        components[id.component]?.holder = incarnation.holder
        let report = report(of: incarnation, status)
        components[id.component]?.lastReport = report
        actions.append(.recordFailure(report, code: code))
        publish(
            "component.failed", id.component,
            [
                "incarnation": JSON(id.number), "code": .string(code),
                "reason": JSON(incarnation.reason), "status": .string(status.rawValue),
            ])
    }

    /// Ready, or, where a bootstrap of it failed that is not needed, `degraded` for as long as this
    /// spec is in use: it runs without what that would have made.
    mutating func becomeReady(_ component: ComponentID) {
        let lack = components[component]?.spec?.softFailure
        set(component, lack == nil ? .ready : .degraded, lack ?? components[component]?.note)
    }

    mutating func set(_ component: ComponentID, _ status: ComponentStatus, _ reason: String?) {
        components[component]?.status = status
        components[component]?.reason = reason
    }

    func report(of incarnation: Incarnation, _ status: ComponentStatus) -> ComponentReport {
        let start = incarnation.spawned?.monotonic ?? incarnation.began
        return ComponentReport(
            component: incarnation.id.component, incarnation: incarnation.id.number,
            status: status, reason: incarnation.reason, exit: incarnation.exit,
            identity: incarnation.identity, probe: incarnation.probe, answer: incarnation.answer,
            milliseconds: incarnation.ready.map { $0.milliseconds(since: start) }
                ?? now.milliseconds(since: start),
            holder: incarnation.holder)
    }
}
