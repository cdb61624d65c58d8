import Platform
import Supervision
import Vocabulary

/// What comes after an incarnation.
extension Machine {
    /// At most so many automatic restarts…
    static let restartLimit = 5
    /// … in so many nanoseconds; health for so long forgets the back-off.
    static let restartWindow: UInt64 = 60_000_000_000
    static let firstDelay = 250
    static let longestDelay = 30_000

    /// Whether the component's policy may bring it back after this incarnation: never where a
    /// command launched it and it did not get ready, since then it fails at once.
    func mayRestart(_ id: IncarnationID) -> Bool {
        guard let state = components[id.component], let incarnation = current(id),
            state.desired == .running, !isEnding
        else { return false }
        if incarnation.ready == nil, incarnation.isByHand { return false }
        guard let spec = state.spec, recentRestarts(state).count < Self.restartLimit else {
            return false
        }
        switch spec.restart {
        case .no: return false
        case .always: return true
        case .onFailure: return incarnation.ready == nil || incarnation.exit?.isSuccess != true
        }
    }

    private func recentRestarts(_ state: ComponentState) -> [UInt64] {
        state.restartTimes.filter { now.monotonic - $0 < Self.restartWindow }
    }

    /// Decides what a component becomes after `incarnation`, which is proved gone.
    mutating func settle(_ incarnation: Incarnation, _ stop: ComponentStop) {
        let component = incarnation.id.component
        guard let state = components[component] else { return }
        if stop.proof == .none {
            cancelNext(component, "its last incarnation could not be ended")
            return set(component, .failed, stop.unproved)
        }
        // A failure keeps its word: what was stopped because it failed has failed.
        let hasFailed = state.status == .failed || state.status == .foreign
        if state.desired == .stopped || isEnding {
            return hasFailed ? () : set(component, .stopped, state.stopReason)
        }
        if state.next != nil { return set(component, .starting, state.note) }
        switch incarnation.ending {
        case .exited, .notReady, .foreign: restartOrFail(incarnation)
        case .asked, nil: set(component, .stopped, nil)
        case .lost: set(component, .lost, incarnation.reason)
        case .neverSpawned: break
        }
    }

    private mutating func restartOrFail(_ incarnation: Incarnation) {
        let component = incarnation.id.component
        // It failed when it ended; nothing brings it back.
        if components[component]?.status == .failed || components[component]?.status == .foreign {
            return
        }
        guard let state = components[component], let spec = state.spec else { return }
        if incarnation.ready == nil, incarnation.isByHand {
            return finalFailure(incarnation, incarnation.reason ?? "it ended", "component.exited")
        }
        let success = incarnation.ready != nil && incarnation.exit?.isSuccess == true
        if spec.restart == .no || spec.restart == .onFailure && success {
            if success { return set(component, .stopped, "it ended by itself with exit 0") }
            return finalFailure(incarnation, why(incarnation), "component.exited")
        }
        let recent = recentRestarts(state)
        components[component]?.restartTimes = recent
        guard recent.count < Self.restartLimit else {
            return finalFailure(
                incarnation,
                "it was restarted \(Self.restartLimit) times in 60 s; last: \(why(incarnation))",
                "component.restart_limit")
        }
        automaticRestart(incarnation, spec)
    }

    private func why(_ incarnation: Incarnation) -> String {
        incarnation.reason ?? incarnation.exit.map { "it ended with \($0)" } ?? "it ended"
    }

    private mutating func finalFailure(_ incarnation: Incarnation, _ reason: String, _ code: String)
    {
        let component = incarnation.id.component
        var last = incarnation
        last.reason = reason
        set(component, .failed, reason)
        let report = report(of: last, .failed)
        components[component]?.lastReport = report
        actions.append(.recordFailure(report, code: code))
        publish(
            "component.failed", component,
            [
                "incarnation": JSON(incarnation.id.number), "code": .string(code),
                "reason": .string(reason), "status": "failed",
            ])
    }

    private mutating func automaticRestart(_ incarnation: Incarnation, _ spec: LaunchSpec) {
        let component = incarnation.id.component
        if let ready = incarnation.ready, now.monotonic - ready.monotonic >= Self.restartWindow {
            components[component]?.delayStep = 0
        }
        let step = components[component]?.delayStep ?? 0
        let delay = Self.delay(step: step, chance: chance())
        components[component]?.delayStep = step + 1
        components[component]?.restarts += 1
        components[component]?.restartTimes.append(now.monotonic)
        components[component]?.note = nil
        relaunch(component, spec, delay == 0 ? .afterNeeds : .afterDelay)
        set(component, .starting, "restarting after: \(why(incarnation))")
        publish(
            "component.restarting", component,
            [
                "after": JSON(incarnation.id.number), "delay_ms": JSON(delay),
                "reason": .string(why(incarnation)),
            ])
        if delay > 0 {
            actions.append(.arm(.delay(component), at: now.after(milliseconds: delay)))
        }
    }

    /// Milliseconds before the restart of that number: none, then doubling from 250 ms to 30 s,
    /// with a fifth of jitter either way.
    static func delay(step: Int, chance: Double) -> Int {
        guard step > 0 else { return 0 }
        let plain = min(longestDelay, firstDelay << min(step - 1, 10))
        return min(longestDelay, Int(Double(plain) * (0.8 + 0.4 * chance)))
    }

    mutating func relaunch(
        _ component: ComponentID, _ spec: LaunchSpec, _ moment: NextLaunch.Moment,
        isByHand: Bool = false
    ) {
        cancelNext(component, "a restart took its place")
        let number = (components[component]?.lastNumber ?? 0) + 1
        components[component]?.next = NextLaunch(
            spec: spec, moment: moment, transaction: nil, number: number, mark: newMark(),
            isRecorded: false, isByHand: isByHand, token: nil)
    }

    /// Those that asked for it go with what they need, and come back after it.
    ///
    /// - Returns: them.
    @discardableResult
    mutating func restartDependents(
        of component: ComponentID, unless named: Set<ComponentID>
    ) -> [ComponentID] {
        guard !isEnding, components[component]?.desired == .running else { return [] }
        var restarted: [ComponentID] = []
        for other in order where other != component && !named.contains(other) {
            guard let state = components[other], let spec = state.spec, state.desired == .running,
                state.current?.phase == .running || state.current?.phase == .starting,
                state.next == nil,
                spec.needs.contains(where: { $0.component == component && $0.restarts })
            else { continue }
            components[other]?.note = nil
            relaunch(other, spec, .afterNeeds)
            leave(other)
            publish("component.restarting", other, ["because": component.json])
            restarted.append(other)
            restarted += restartDependents(of: other, unless: named)
        }
        return restarted
    }
}
