import Platform
import Supervision
import Vocabulary

@testable import SupervisorCore

/// One component and a machine, step by step.
struct Life {
    static let name = ComponentID(unchecked: "api")
    var machine = Machine(newMark: { 5 }, chance: { 0.5 })
    var time: UInt64 = 1_000_000_000
    var armed: [TimerKey: UInt64] = [:]
    private var requests = 0
    /// The answers of requests, but failures.
    var values: [JSON] = []

    init() { feed(.clientCame) }

    private var current: IncarnationID? { machine.components[Self.name]?.current?.id }
    var isSpawning: Bool { machine.components[Self.name]?.current?.phase == .spawning }

    @discardableResult
    mutating func feed(_ occurrence: Occurrence) -> [Action] {
        let actions = machine.handle(
            occurrence, at: Moment(monotonic: time, wall: Timestamp(milliseconds: 0)))
        for action in actions {
            if case .arm(let key, let time) = action { armed[key] = time }
            if case .disarm(let key) = action { armed[key] = nil }
            if case .reply(_, .value(let value)) = action { values.append(value) }
        }
        // Nothing is ever left of a pretended process.
        for action in actions {
            switch action {
            case .scan(let id), .strike(let id): feed(.scanned(id, left: [], proof: nil))
            default: break
            }
        }
        return actions
    }

    @discardableResult
    mutating func request(_ request: Request) -> [Action] {
        requests += 1
        return feed(.request(RequestToken(client: 1, request: requests), request))
    }

    mutating func launch(_ change: (inout LaunchSpec) -> Void = { _ in }) {
        var spec = Walk.spec(Self.name)
        spec.needs = []
        change(&spec)
        request(.begin(TransactionPlan(id: "t", components: [Self.name])))
        request(.launch(spec))
        request(.commit)
    }

    /// A machine that takes over its seventh incarnation, which was ready.
    @discardableResult
    mutating func adopt(
        isLiving: Bool, status: ComponentStatus = .ready, isOurOwn: Bool = false,
        _ change: (inout LaunchedComponent) -> Void = { _ in }
    ) -> [Action] {
        var spec = Walk.spec(Self.name)
        spec.needs = []
        var launched = LaunchedComponent(
            component: Self.name, restarts: 3, incarnations: 7,
            current: LaunchedComponent.Incarnation(
                number: 7, mark: 4,
                identity: ProcessIdentity(pid: 7, startTime: 1, bootID: "b", pidNamespace: 1)),
            spec: spec)
        change(&launched)
        return feed(
            .adopted(
                Adoption(
                    isOurOwn: isOurOwn,
                    components: [
                        Adoption.Component(
                            launched: launched, isLiving: isLiving, status: status,
                            ready: Timestamp(milliseconds: 1))
                    ])))
    }

    mutating func spawned() {
        guard let current else { return }
        feed(
            .spawned(
                current, ProcessIdentity(pid: 7, startTime: 1, bootID: "b", pidNamespace: 1)))
    }

    mutating func ready() {
        spawned()
        guard let current else { return }
        feed(.probePassed(current, probe: "alive"))
    }

    @discardableResult
    mutating func die(_ exit: Exit = Exit(code: 1)) -> [Action] {
        guard let current else { return [] }
        return feed(.exited(current, exit, holder: nil))
    }

    /// Lets the back-off pass.
    mutating func awaitSpawn() {
        if let due = armed.removeValue(forKey: .delay(Self.name)) {
            time = due
            feed(.timer(.delay(Self.name)))
        }
    }

    mutating func passAllTime() {
        while let (key, due) = armed.min(by: { $0.value < $1.value }) {
            armed[key] = nil
            time = max(time, due)
            feed(.timer(key))
        }
    }
}
