import Events
import Platform
package import Supervision
package import Vocabulary

/// The supervisor's mind: occurrences in, actions out, nothing else. It asks no clock, no kernel
/// and no dice; what it needs of them is handed in.
///
/// It is level-triggered: a handler changes state, then `advance` does whatever the state now
/// allows (stop those whose turn it is, spawn what may run, answer who waits).
package struct Machine {
    package internal(set) var components: [ComponentID: ComponentState] = [:]
    /// In the order of their first naming.
    package internal(set) var order: [ComponentID] = []
    package internal(set) var transaction: TransactionRecord?
    /// The connection that owns the open transaction.
    var owner: Int?
    var jobs: [Job] = []
    /// Who waits for the answer of a spawn.
    var launchTokens: [IncarnationID: RequestToken] = [:]
    /// The last proof of each component, with its monotonic time.
    var stops: [ComponentID: (ComponentStop, UInt64)] = [:]
    var clients = 0
    var wasUsed = false
    /// Everything is being stopped for good.
    package internal(set) var isEnding = false
    /// The user had everything stopped.
    package internal(set) var isStoppedByUser = false
    package internal(set) var hasEnded = false
    /// What can't be done as it should be, by name.
    package internal(set) var lacks: [String: String] = [:]
    /// Late events of old incarnations, ignored.
    package internal(set) var anomalies = 0
    var now = Moment(monotonic: 0, wall: Timestamp(milliseconds: 0))
    var actions: [Action] = []
    let newMark: @Sendable () -> UInt64
    /// The path of the cgroup of the incarnation with that mark; nil where there are none.
    let group: @Sendable (UInt64) -> String?
    /// 0 to 1, for the jitter of the back-off.
    let chance: @Sendable () -> Double

    package init(
        newMark: @escaping @Sendable () -> UInt64, chance: @escaping @Sendable () -> Double,
        group: @escaping @Sendable (UInt64) -> String? = { _ in nil }
    ) {
        self.newMark = newMark
        self.group = group
        self.chance = chance
    }

    /// Takes one occurrence and says what must be done, in that order.
    package mutating func handle(_ occurrence: Occurrence, at moment: Moment) -> [Action] {
        now = moment
        actions = []
        take(occurrence)
        advance()
        return actions
    }

    private mutating func take(_ occurrence: Occurrence) {
        switch occurrence {
        case .adopted(let adoption): adopt(adoption)
        case .request(let token, let request): take(request, token)
        case .timer(let key): fired(key)
        case .clientCame:
            clients += 1
            wasUsed = true
            actions.append(.disarm(.unused))
        case .clientGone(let client): gone(client)
        case .launcherGone: if !wasUsed { isEnding = true }
        case .persistFailed(let failure): persistFailed(failure)
        case .worktreeGone(let path): endAll("environment.worktree_gone", ["path": .string(path)])
        case .logTruncated(let component, let size):
            publish("log.truncated_by_service", component, ["from": .int(size)])
        case .watched(let component, let problem): watched(component, problem)
        case .filesChanged(let component, let path): filesChanged(component, path)
        case .lacking(let name, let sentence): lack(name, sentence)
        case .terminated(let signal): endAll("supervisor.terminated", ["signal": JSON(Int(signal))])
        default: takeOfIncarnation(occurrence)
        }
    }

    private mutating func takeOfIncarnation(_ occurrence: Occurrence) {
        guard let id = occurrence.incarnation, components[id.component]?.current?.id == id else {
            anomalies += 1
            return
        }
        switch occurrence {
        case .spawned(_, let identity): spawned(id, identity)
        case .spawnFailed(_, let failure): spawnFailed(id, failure)
        case .dataHeld: dataHeld(id)
        case .exited(_, let exit, let holder): exited(id, exit, holder)
        case .probeAnswered(_, let probe, let answer): answered(id, probe, answer)
        case .probePassed(_, let probe): passed(id, probe)
        case .probeForeign(_, let probe, let holder): foreign(id, probe, holder)
        case .healthChanged(_, let healthy, let answer): health(id, healthy, answer)
        case .deadlineExtended(_, let milliseconds): extend(id, milliseconds)
        case .scanned(_, let left, let proof): scanned(id, left, proof)
        case .containerStays: containerStays(id)
        default: break
        }
    }

    // MARK: small change

    /// Changes the current incarnation of that id, which `takeOfIncarnation` has seen there.
    mutating func change(_ id: IncarnationID, _ body: (inout Incarnation) -> Void) {
        guard var incarnation = current(id) else { return }
        body(&incarnation)
        components[id.component]?.current = incarnation
    }

    func current(_ id: IncarnationID) -> Incarnation? {
        guard let incarnation = components[id.component]?.current, incarnation.id == id else {
            return nil
        }
        return incarnation
    }

    /// The state of a component, made where it is named for the first time.
    mutating func ensure(_ component: ComponentID) {
        guard components[component] == nil else { return }
        components[component] = ComponentState(id: component)
        order.append(component)
    }

    mutating func publish(_ name: String, _ component: ComponentID?, _ data: JSON.Object = [:]) {
        let event = Event(name, component: component, data: data)
        actions.append(.publish(event))
        for job in jobs {
            if case .stop(let token?, _, _, _) = job { actions.append(.notify(token, event)) }
        }
    }

    mutating func lack(_ name: String, _ sentence: String) {
        guard lacks.updateValue(sentence, forKey: name) == nil else { return }
        publish("supervisor.lacking", nil, ["what": .string(name), "reason": .string(sentence)])
    }

    mutating func unlack(_ name: String) {
        guard lacks.removeValue(forKey: name) != nil else { return }
        actions.append(.persist(synced: false))
    }

    mutating func reply(_ token: RequestToken?, _ answer: Answer) {
        if let token { actions.append(.reply(token, answer)) }
    }
}

extension Occurrence {
    /// The incarnation it is about.
    var incarnation: IncarnationID? {
        switch self {
        case .spawned(let id, _), .spawnFailed(let id, _), .dataHeld(let id), .exited(let id, _, _),
            .probeAnswered(let id, _, _), .probePassed(let id, _), .probeForeign(let id, _, _),
            .healthChanged(let id, _, _), .deadlineExtended(let id, _), .scanned(let id, _, _),
            .containerStays(let id):
            id
        default: nil
        }
    }
}
