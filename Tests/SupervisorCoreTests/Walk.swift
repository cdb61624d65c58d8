import Events
import Platform
import Supervision
import Synchronization
import Testing
import Vocabulary

@testable import SupervisorCore

/// A generator with a seed, so that a walk that failed can be walked again.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}

/// A pretended kernel around a machine: it carries out the actions, and breaks the rules of the
/// house by no means. Invariants are checked after each step.
struct Walk {
    var machine: Machine
    var generator: SeededGenerator
    var time: UInt64 = 1_000_000_000
    /// Incarnations that have processes, with whether their first one lives.
    var living: [IncarnationID: Bool] = [:]
    var armed: [TimerKey: UInt64] = [:]
    var owed: [Occurrence] = []
    var past: [Occurrence] = []
    var answered: Set<RequestToken> = []
    var asked: Set<RequestToken> = []
    var spawns: [ComponentID: [UInt64]] = [:]
    /// Automatic restarts since the last launch by hand.
    var restarts: [ComponentID: [UInt64]] = [:]
    var ended = false
    /// Nothing may be spawned any more.
    var stopped = false
    var nextRequest = 1
    /// `launch.json` as it was written last, with the transaction of then.
    var written: LaunchRecord?
    var marks: [IncarnationID: UInt64] = [:]
    var adoptions = 0
    /// Components that a transaction had replaced when it was undone.
    var undone = 0
    /// Components whose files are looked at.
    var watched: Set<ComponentID> = []
    /// Restarts for changed files.
    var changes = 0
    /// Whether its supervisor may be lost, which ends many a walk early.
    let losesSupervisor: Bool
    var clients: Set<Int> = []
    var problems: [String] = []

    static let names = ["db", "api", "web"].map(ComponentID.init(unchecked:))

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
        machine = Self.machine(firstMark: 1)
        losesSupervisor = seed.isMultiple(of: 3)
    }

    static func machine(firstMark: UInt64) -> Machine {
        let counter = Mutex<UInt64>(firstMark)
        return Machine(
            newMark: {
                counter.withLock {
                    $0 += 1
                    return $0
                }
            }, chance: { 0.5 })
    }

    static func spec(_ name: ComponentID) -> LaunchSpec {
        var spec = LaunchSpec(
            component: name, kind: .service, program: "/bin/x", arguments: ["x"], environment: [],
            directory: "/", log: "/dev/null", ready: .alive(milliseconds: 1), readyTimeout: 1000,
            stop: StopRule(timeout: 100))
        if name != names[2] { spec.watch = WatchRule(root: "/", paths: ["."]) }
        if name == names[1] { spec.needs = [ComponentNeed(component: names[0], restarts: true)] }
        if name == names[2] { spec.needs = [ComponentNeed(component: names[1])] }
        return spec
    }

    mutating func feed(_ occurrence: Occurrence) {
        past.append(occurrence)
        let before = machine
        let actions = machine.handle(
            occurrence, at: Moment(monotonic: time, wall: Timestamp(milliseconds: 0)))
        for action in actions { perform(action) }
        check()
        checkUndone(before)
    }

    /// A transaction that was undone: what it had replaced is on its way back, or there again.
    private mutating func checkUndone(_ before: Machine) {
        guard before.transaction?.state == .begun, machine.transaction?.state == .aborted,
            !machine.isEnding
        else { return }
        for (name, state) in before.components where state.launchedBy == before.transaction?.id {
            guard let former = state.former, let now = machine.components[name] else { continue }
            undone += 1
            let spec = now.next?.spec ?? now.spec
            // What it needs may be broken by now.
            let isBack = !now.isSettled || now.status == .failed
            if now.desired != .running || spec != former && now.status != .failed || !isBack {
                problems.append("\(name) was replaced and does not come back")
            }
        }
    }

    private mutating func perform(_ action: Action) {
        switch action {
        case .persist: written = record
        case .spawn(let id, _, let mark):
            marks[id] = mark
            spawn(id)
        case .scan(let id), .strike(let id): scan(id, action)
        case .watch(let component, _): watched.insert(component)
        case .unwatch(let component): watched.remove(component)
        case .arm(let key, let time): armed[key] = time
        case .disarm(let key): armed[key] = nil
        case .forget(let id):
            if living[id] != nil { problems.append("\(id) was forgotten alive") }
        case .reply(let token, _):
            if !answered.insert(token).inserted { problems.append("\(token) answered twice") }
        case .publish(let event): note(event)
        case .end: ended = true
        default: break
        }
    }

    private mutating func note(_ event: Event) {
        if event.data["path"] != nil, event.name == "component.restarting" { noteChange(event) }
        guard let component = event.component, event.name == "component.restarting",
            event.data["delay_ms"] != nil
        else { return }
        restarts[component, default: []].append(time)
    }

    /// It takes back what automatic restarts have counted.
    private mutating func noteChange(_ event: Event) {
        changes += 1
        if let component = event.component { restarts[component] = nil }
    }

    private mutating func spawn(_ id: IncarnationID) {
        let twins = living.keys.filter { $0.component == id.component }
        if !twins.isEmpty { problems.append("\(id) beside \(twins)") }
        if stopped { problems.append("\(id) was spawned after the stop of everything") }
        if machine.components[id.component]?.desired == .stopped {
            problems.append("\(id) was spawned though it is to be stopped")
        }
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: owed.append(.spawnFailed(id, Failure("component.spawn_failed", "no")))
        case 1: owed.append(.dataHeld(id))
        default:
            living[id] = true
            spawns[id.component, default: []].append(time)
            owed.append(
                .spawned(
                    id, ProcessIdentity(pid: 7, startTime: 1, bootID: "b", pidNamespace: 1)))
        }
    }

    private mutating func scan(_ id: IncarnationID, _ action: Action) {
        let isThere = living[id] != nil
        if case .strike = action { living[id] = nil }
        let groupIsEmpty = !isThere && Bool.random(using: &generator)
        owed.append(.scanned(id, left: isThere ? [7] : [], proof: groupIsEmpty ? .emptyGroup : nil))
    }

    private mutating func check() {
        for id in living.keys where machine.components[id.component]?.current?.id != id {
            problems.append("\(id) lives and is not known")
        }
        for component in watched {
            guard let state = machine.components[component] else { continue }
            if state.desired == .stopped || machine.isEnding || state.watch.suspendedBy != nil {
                problems.append("\(component) is watched for nothing")
            }
        }
        for (component, times) in restarts {
            let recent = times.filter { time - $0 < 60_000_000_000 }
            if recent.count > 5 { problems.append("\(component) restarted \(recent.count) times") }
        }
        if ended, !living.isEmpty { problems.append("ended beside \(living.keys)") }
    }
}
