import Platform
import Supervision
import Vocabulary

/// What commands ask for.
extension Machine {
    mutating func take(_ request: Request, _ token: RequestToken) {
        if let refusal = refusal(of: request, token) { return reply(token, .failure(refusal)) }
        switch request {
        case .begin(let plan): begin(plan, token)
        case .launch(let spec): launch(spec, token)
        case .wait(let component): jobs.append(.wait(token, component))
        case .commit: commit(token)
        case .abort: abort(token)
        case .stop(let components): stop(components, token)
        case .hasten: hasten(token)
        case .restart(let components, let specs): restart(components, specs, token)
        case .signal(let component, let signal): send(signal, to: component, token)
        case .update(let component, let facts): update(component, facts, token)
        case .adjust(let spec): adjust(spec, token)
        }
    }

    /// Why this can't be done now; nil where it can.
    private func refusal(of request: Request, _ token: RequestToken) -> Failure? {
        switch request {
        case .begin:
            if isEnding { return Self.ending }
            return owner == nil
                ? nil
                : Failure(
                    "supervisor.busy", "another command is starting components here",
                    because: ["transaction \(transaction?.id ?? "") is open"],
                    hint: "wait for it, then try again")
        case .launch, .commit, .abort:
            return owner == token.client
                ? nil
                : Failure(
                    "supervisor.no_transaction", "this connection has not begun a transaction")
        case .restart(let named, let specs):
            if isEnding { return Self.ending }
            let missing = named.first { name in
                components[name]?.spec == nil && !specs.contains { $0.component == name }
            }
            return missing.map(Self.unknown)
        case .stop(let named?): return named.first { components[$0] == nil }.map(Self.unknown)
        case .wait(let name), .signal(let name, _), .update(let name, _):
            return components[name] == nil ? Self.unknown(name) : nil
        case .adjust(let spec):
            return components[spec.component] == nil ? Self.unknown(spec.component) : nil
        case .stop(nil), .hasten: return nil
        }
    }

    private static let ending = Failure(
        "supervisor.ending", "this environment is being stopped",
        hint: "wait until it is gone, then start it")

    private static func unknown(_ component: ComponentID) -> Failure {
        Failure(
            "component.unknown", "the supervisor has no component '\(component)'",
            at: component.rawValue)
    }

    private mutating func begin(_ plan: TransactionPlan, _ token: RequestToken) {
        transaction = TransactionRecord(id: plan.id, verb: plan.verb, state: .begun)
        owner = token.client
        for component in plan.components {
            ensure(component)
            let number = (components[component]?.lastNumber ?? 0) + 1
            components[component]?.planned = ComponentState.Planned(
                number: number, mark: newMark())
        }
        actions.append(.persist(synced: true))
        publish("transaction.begun", nil, ["id": .string(plan.id), "verb": .string(plan.verb)])
        reply(token, .value([:]))
    }

    private mutating func launch(_ spec: LaunchSpec, _ token: RequestToken) {
        let component = spec.component
        ensure(component)
        rememberFormer(component)
        cancelNext(component, "another launch took its place")
        let planned = components[component]?.planned
        components[component]?.planned = nil
        components[component]?.desired = .running
        forgetUndoing(component)
        forgetRestarts(component)
        watchAnew(component)
        let next = (components[component]?.lastNumber ?? 0) + 1
        components[component]?.next = NextLaunch(
            spec: spec, moment: .now, transaction: transaction?.id, number: planned?.number ?? next,
            mark: planned?.mark ?? newMark(), isRecorded: planned != nil, isByHand: true,
            token: token)
        components[component]?.launchedBy = transaction?.id
        leave(component)
    }

    private mutating func commit(_ token: RequestToken) {
        transaction?.state = .committed
        owner = nil
        for component in order {
            components[component]?.planned = nil
            components[component]?.current?.transaction = nil
            components[component]?.next?.transaction = nil
            components[component]?.launchedBy = nil
            components[component]?.former = nil
        }
        actions.append(.persist(synced: true))
        publish("transaction.committed", nil, ["id": JSON(transaction?.id)])
        reply(token, .value([:]))
    }

    mutating func stop(_ named: [ComponentID]?, _ token: RequestToken?) {
        if named == nil {
            isEnding = true
            isStoppedByUser = true
            if transaction?.state == .begun { abort(nil) }
        }
        let targets = named ?? order
        jobs.append(
            .stop(token, Set(targets), since: now.monotonic, everything: named == nil))
        for component in targets {
            forgetUndoing(component)
            want(component, .stopped)
        }
        actions.append(.persist(synced: false))
    }

    private mutating func hasten(_ token: RequestToken) {
        for component in order {
            guard let incarnation = components[component]?.current, incarnation.phase == .stopping
            else { continue }
            sweep(incarnation.id, forced: true)
        }
        reply(token, .value([:]))
    }

    private mutating func restart(
        _ named: [ComponentID], _ specs: [LaunchSpec], _ token: RequestToken
    ) {
        // With those that go with them: it is over when all are back.
        var restarted: [ComponentID] = []
        for component in named {
            ensure(component)
            guard
                let spec = specs.first(where: { $0.component == component })
                    ?? components[component]?.spec
            else { continue }
            forgetRestarts(component)
            watchAnew(component)
            forgetUndoing(component)
            components[component]?.desired = .running
            relaunch(component, spec, .afterNeeds, isByHand: true)
            leave(component)
            restarted.append(component)
            restarted += restartDependents(of: component, unless: Set(named))
        }
        publish("restart.begun", nil, ["components": .array(restarted.map(needs))])
        jobs.append(.restart(token, restarted))
    }

    private func needs(of component: ComponentID) -> JSON {
        let needs = components[component]?.spec?.needs ?? []
        return ["name": component.json, "needs": JSON(needs.map(\.component.rawValue))]
    }

    private mutating func send(_ signal: Int32, to component: ComponentID, _ token: RequestToken) {
        guard let incarnation = components[component]?.current, incarnation.hasLeader else {
            return reply(
                token,
                .failure(
                    Failure(
                        "component.not_running", "the component does not run",
                        at: component.rawValue)))
        }
        actions.append(.signalLeader(incarnation.id, signal))
        reply(token, .value([:]))
    }

    private mutating func update(
        _ component: ComponentID, _ facts: JSON.Object, _ token: RequestToken
    ) {
        for (key, value) in facts.members { components[component]?.spec?.facts[key] = value }
        if components[component]?.status == .ready { becomeReady(component) }
        actions.append(.persist(synced: false))
        reply(token, .value([:]))
    }

    /// What a launch or restart by hand, or for a changed file, does to the bookkeeping of automatic
    /// ones.
    mutating func forgetRestarts(_ component: ComponentID) {
        components[component]?.restartTimes = []
        components[component]?.delayStep = 0
        components[component]?.lastReport = nil
    }
}
