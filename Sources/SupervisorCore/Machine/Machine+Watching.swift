import Platform
import Supervision
import Vocabulary

/// Files that changed, and the restarts for them.
extension Machine {
    /// Milliseconds without a further change before the restart; doubled while changes follow
    /// restarts at once.
    static let debounce = 150
    private static let longestDebounce = 1200
    /// So soon after a restart it is a quick repeat.
    private static let quick = 1000

    /// Has the shell look at what the component's spec asks for, or at nothing.
    mutating func updateWatch(_ component: ComponentID) {
        guard let state = components[component] else { return }
        let isWanted = state.desired == .running && !isEnding && state.watch.suspendedBy == nil
        if isWanted, let rule = state.spec?.watch {
            components[component]?.watch.isOn = true
            actions.append(.watch(component, rule))
        } else if state.watch.isOn {
            components[component]?.watch.isOn = false
            dropChange(component)
            actions.append(.unwatch(component))
        }
    }

    mutating func watched(_ component: ComponentID, _ problem: String?) {
        guard let problem else { return unlack(Self.lackName(component)) }
        components[component]?.watch.isOn = false
        lack(
            Self.lackName(component),
            "\(component) runs without its watch, so changed files don't restart it: \(problem)")
    }

    mutating func filesChanged(_ component: ComponentID, _ path: String) {
        guard let state = components[component], state.watch.isOn, state.desired == .running,
            !isEnding
        else { return }
        if state.watch.change == nil { beginChange(component, path) }
        components[component]?.watch.change?.path = path
        guard let watch = components[component]?.watch, let change = watch.change, !change.isDue
        else { return }
        let pause = min(Self.longestDebounce, Self.debounce << watch.quickRepeats)
        // Whoever writes without a pause must not put it off for ever.
        let latest = Moment(monotonic: change.first, wall: now.wall)
            .after(milliseconds: max(2000, pause))
        let due = min(now.after(milliseconds: pause), max(latest, now.monotonic))
        actions.append(.arm(.watch(component), at: due))
    }

    private mutating func beginChange(_ component: ComponentID, _ path: String) {
        guard let state = components[component] else { return }
        let sinceRestart = state.watch.lastRestart.map { now.milliseconds(since: $0) }
        let isQuick = sinceRestart.map { $0 < Self.quick } ?? false
        components[component]?.watch.quickRepeats =
            isQuick ? min(state.watch.quickRepeats + 1, 3) : 0
        let spawned = state.current?.spawned?.monotonic
        components[component]?.watch.change = WatchState.Change(
            path: path, folder: Path.parent(path), first: now.monotonic,
            delay: spawned.map { now.milliseconds(since: $0) })
    }

    mutating func changeIsDue(_ component: ComponentID) {
        components[component]?.watch.change?.isDue = true
    }

    /// Restarts what has changed, as far as the state allows it now.
    mutating func heedChanges() {
        // What a start launches is its own business until it is over.
        guard transaction?.state != .begun else { return }
        for component in order where components[component]?.watch.change?.isDue == true {
            heedChange(component)
        }
    }

    private mutating func heedChange(_ component: ComponentID) {
        guard let state = components[component], let change = state.watch.change else { return }
        guard state.desired == .running, !isEnding else { return dropChange(component) }
        switch state.next?.moment {
        // It is launched anew in any case, and finds the files as they are.
        case .now, .afterNeeds: return dropChange(component)
        case .afterDelay: return restart(component, for: change)
        case nil: break
        }
        switch state.current?.phase {
        case nil, .starting, .running: restart(component, for: change)
        // Its end, or its beginning, comes first.
        case .spawning, .stopping, .sweeping: break
        }
    }

    private mutating func restart(_ component: ComponentID, for change: WatchState.Change) {
        guard let state = components[component], let spec = state.spec else { return }
        let sample = Self.sample(change)
        if state.watch.isLoop(sample) { return suspend(component, change) }
        dropChange(component)
        components[component]?.watch.remember(sample)
        components[component]?.watch.lastRestart = now.monotonic
        forgetRestarts(component)
        relaunch(component, spec, .afterNeeds)
        components[component]?.note = "restarted since \(change.path) changed"
        if state.current == nil { set(component, .starting, components[component]?.note) }
        leave(component)
        publish(
            "component.restarting", component,
            ["reason": .string("\(change.path) changed"), "path": .string(change.path)])
        restartDependents(of: component, unless: [])
    }

    private static func sample(_ change: WatchState.Change) -> WatchState.Sample? {
        guard let delay = change.delay, delay < WatchState.loopReach else { return nil }
        return WatchState.Sample(delay: delay, folder: change.folder)
    }

    private mutating func dropChange(_ component: ComponentID) {
        guard components[component]?.watch.change != nil else { return }
        components[component]?.watch.change = nil
        actions.append(.disarm(.watch(component)))
    }

    // MARK: a watch that triggers itself

    private mutating func suspend(_ component: ComponentID, _ change: WatchState.Change) {
        components[component]?.watch.suspendedBy = change.path
        updateWatch(component)
        tellSuspension(component)
        components[component]?.note = "its watch is suspended: see above"
        if components[component]?.status == .ready { becomeReady(component) }
        actions.append(.persist(synced: false))
        publish(
            "component.watch_suspended", component,
            [
                "path": .string(change.path),
                "restarts": JSON(components[component]?.watch.samples.count),
            ])
    }

    mutating func tellSuspension(_ component: ComponentID) {
        guard let path = components[component]?.watch.suspendedBy else { return }
        lacks[Self.lackName(component)] =
            "the watch of \(component) is suspended: after each of its last restarts a file"
            + " changed, \(path) at last, so it likely changes that itself; ignore it in 'watch', and"
            + " 'envctl restart \(component)' watches again"
    }

    /// Somebody launches it: what was seen of earlier lives does not count.
    mutating func watchAnew(_ component: ComponentID) {
        guard let state = components[component] else { return }
        if state.watch.suspendedBy != nil { unlack(Self.lackName(component)) }
        dropChange(component)
        components[component]?.watch.suspendedBy = nil
        components[component]?.watch.samples = []
        components[component]?.watch.lastRestart = nil
        components[component]?.note = nil
    }

    private static func lackName(_ component: ComponentID) -> String { "watch.\(component)" }
}
