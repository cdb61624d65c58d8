import Platform
import Supervision
import Vocabulary

/// Stopping, and the proof that nothing is left.
extension Machine {
    /// What the user wants of a component from now on.
    mutating func want(_ component: ComponentID, _ desired: DesiredState) {
        components[component]?.desired = desired
        guard desired == .stopped else { return }
        end(component, "it was stopped")
    }

    mutating func end(_ component: ComponentID, _ why: String) {
        cancelNext(component, why)
        updateWatch(component)
        components[component]?.note = nil
        if components[component]?.current == nil { set(component, .stopped, nil) }
        leave(component)
    }

    /// The current incarnation goes as soon as the order allows.
    mutating func leave(_ component: ComponentID) {
        guard components[component]?.current != nil else { return }
        components[component]?.mustLeave = true
    }

    mutating func cancelNext(_ component: ComponentID, _ why: String) {
        guard let next = components[component]?.next else { return }
        components[component]?.next = nil
        actions.append(.disarm(.delay(component)))
        let id = IncarnationID(component: component, number: next.number)
        reply(next.token, .failure(Self.cancelled(id, why)))
    }

    private static func cancelled(_ id: IncarnationID, _ why: String) -> Failure {
        Failure(
            "component.launch_cancelled", "the launch of '\(id.component)' was given up",
            at: id.component.rawValue, because: [why])
    }

    /// Asks it to end, and gives it its grace.
    mutating func beginStop(_ id: IncarnationID) {
        guard let incarnation = current(id), !incarnation.isLeaving,
            let spec = components[id.component]?.spec
        else { return }
        let moment = now
        let began = now.monotonic
        let ends = now.after(milliseconds: spec.stop.timeout)
        actions += [.disarm(.ready(id)), .disarm(.lock(id)), .stopProbe(id)]
        guard incarnation.hasLeader else { return sweep(id, forced: false) }
        change(id) {
            $0.phase = .stopping
            $0.ending = $0.ending ?? .asked
            $0.stopBegan = began
            $0.graceEnds = ends
        }
        if incarnation.ending == nil { set(id.component, .stopping, nil) }
        publish("component.stopping", id.component, ["incarnation": JSON(id.number)])
        if let command = spec.stop.command, !command.isEmpty {
            actions.append(.runStopCommand(id, command))
        } else {
            actions.append(.signalGroup(id, spec.stop.signal))
        }
        actions.append(.arm(.grace(id), at: moment.after(milliseconds: spec.stop.timeout)))
    }

    /// Freezes, kills and scans until two scans in a row find nothing.
    mutating func sweep(_ id: IncarnationID, forced: Bool) {
        let began = now.monotonic
        change(id) {
            $0.phase = .sweeping
            $0.ending = $0.ending ?? .asked
            $0.stopBegan = $0.stopBegan ?? began
            $0.sweepBegan = began
            $0.forced = $0.forced || forced
            $0.quietScans = 0
        }
        actions += [
            .disarm(.grace(id)), .disarm(.ready(id)), .disarm(.scan(id)), .disarm(.lock(id)),
            .stopProbe(id), .strike(id),
        ]
    }

    mutating func scanAgain(_ id: IncarnationID) {
        switch current(id)?.phase {
        case .stopping: actions.append(.scan(id))
        case .sweeping: actions.append(.strike(id))
        default: break
        }
    }

    mutating func scanned(
        _ id: IncarnationID, _ left: [Int32], _ proof: ComponentStop.Proof?
    ) {
        guard let incarnation = current(id), incarnation.isLeaving else { return }
        if left.isEmpty {
            // The kernel's or the engine's word: a second scan would find nothing more.
            if let proof { return proved(id, proof, []) }
            change(id) { $0.quietScans += 1 }
            if incarnation.quietScans + 1 >= 2 { return proved(id, .twoScans, []) }
            // What was seen empty is struck from here on: nothing can hide between two scans.
            change(id) { $0.phase = .sweeping }
            change(id) { [now] in $0.sweepBegan = $0.sweepBegan ?? now.monotonic }
            return actions.append(.strike(id))
        }
        change(id) { $0.quietScans = 0 }
        if incarnation.phase == .stopping { return stillThere(id) }
        change(id) { $0.struck.formUnion(left) }
        if now.milliseconds(since: incarnation.sweepBegan ?? now.monotonic) > 5000 {
            return proved(id, .none, left)
        }
        actions.append(.arm(.scan(id), at: now.after(milliseconds: 2)))
    }

    /// Looks again, as long as an engine may need to come back.
    mutating func containerStays(_ id: IncarnationID) {
        guard let incarnation = current(id), incarnation.isLeaving else { return }
        let began = incarnation.sweepBegan ?? now.monotonic
        change(id) {
            $0.phase = .sweeping
            $0.sweepBegan = began
        }
        if now.milliseconds(since: began) > 20_000 { return proved(id, .none, []) }
        actions.append(.arm(.scan(id), at: now.after(milliseconds: 500)))
    }

    /// Its first process has gone, others of it have not, and there is grace left: those that left
    /// the group have not been asked yet.
    private mutating func stillThere(_ id: IncarnationID) {
        guard let incarnation = current(id) else { return }
        if !incarnation.signalledMembers {
            change(id) { $0.signalledMembers = true }
            let signal = components[id.component]?.spec?.stop.signal ?? 15
            actions.append(.signalMembers(id, signal))
        }
        actions.append(.arm(.scan(id), at: now.after(milliseconds: 10)))
    }

    private mutating func proved(
        _ id: IncarnationID, _ proof: ComponentStop.Proof, _ survivors: [Int32]
    ) {
        guard let incarnation = current(id) else { return }
        let stop = ComponentStop(
            component: id.component, incarnation: id.number, proof: proof, exit: incarnation.exit,
            forced: incarnation.forced, killed: incarnation.struck.count,
            milliseconds: now.milliseconds(since: incarnation.stopBegan ?? now.monotonic),
            survivors: survivors)
        components[id.component]?.lastStop = stop
        components[id.component]?.current = nil
        components[id.component]?.mustLeave = false
        components[id.component]?.lastIdentity = nil
        actions += [.disarm(.scan(id)), .disarm(.grace(id)), .disarm(.ready(id)), .forget(id)]
        stops[id.component] = (stop, now.monotonic)
        settle(incarnation, stop)
        reply(launchTokens.removeValue(forKey: id), .failure(Self.cancelled(id, "it was stopped")))
        publish("component.stopped", id.component, stop.json.object ?? [:])
        actions.append(.persist(synced: false))
    }
}
