import RunState
import Supervision
import Vocabulary

/// Undoing a transaction: what it launched is stopped, and what ran before runs again.
extension Machine {
    /// Before a launch of the open transaction replaces what runs, or is about to.
    mutating func rememberFormer(_ component: ComponentID) {
        guard let state = components[component], state.launchedBy != transaction?.id else { return }
        let isWanted = state.desired == .running && !state.isSettled && !state.isBroken
        components[component]?.former = isWanted ? state.next?.spec ?? state.spec : nil
    }

    /// Stops what the open transaction launched; `token` is nil where its client has gone.
    mutating func abort(_ token: RequestToken?) {
        guard let transaction, transaction.state == .begun else { return }
        self.transaction?.state = .aborted
        owner = nil
        var touched: Set<ComponentID> = []
        var restored: Set<ComponentID> = []
        publish("transaction.aborted", nil, ["id": .string(transaction.id)])
        for component in order {
            components[component]?.planned = nil
            guard components[component]?.launchedBy == transaction.id else { continue }
            touched.insert(component)
            components[component]?.launchedBy = nil
            cancelNext(component, "its start was undone")
            leave(component)
            if restore(component) { restored.insert(component) }
        }
        jobs.append(.abort(token, touched, restored: restored, since: now.monotonic))
    }

    /// Whether the one that was replaced comes back, once what replaced it is proved gone and what
    /// it needs is there. Where everything ends it does not, and is still to run for `resume`.
    private mutating func restore(_ component: ComponentID) -> Bool {
        guard let former = components[component]?.former else {
            components[component]?.desired = .stopped
            updateWatch(component)
            markUndone(component)
            return false
        }
        components[component]?.former = nil
        components[component]?.desired = .running
        if isEnding { return false }
        relaunch(component, former, .afterNeeds)
        publish("component.restoring", component, ["because": "the start was undone"])
        return true
    }

    private mutating func markUndone(_ component: ComponentID) {
        let isResume = transaction?.verb == "resume"
        components[component]?.isUndone = !isResume
        components[component]?.isStillWanted = isResume
        guard let state = components[component], state.current == nil, !state.isBroken else {
            return
        }
        set(component, .stopped, state.stopReason)
    }

    /// A launch, or a user's stop, has come since.
    mutating func forgetUndoing(_ component: ComponentID) {
        components[component]?.isUndone = false
        components[component]?.isStillWanted = false
    }

    /// What the transaction launched of it is proved gone; what comes back may be on its way.
    func isUndone(_ component: ComponentID) -> Bool {
        guard let state = components[component] else { return true }
        return state.current == nil || !state.mustLeave
    }
}

extension ComponentState {
    /// Why it is stopped, where nobody has asked for that.
    var stopReason: String? {
        if isUndone { return ComponentRecord.undoneReason }
        return isStillWanted ? ComponentRecord.interruptedReason : nil
    }
}
