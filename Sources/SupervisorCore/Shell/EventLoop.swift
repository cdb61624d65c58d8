import Platform
import Vocabulary

/// The one thread of the supervisor: descriptors and timers, each with what is to be called.
final class EventLoop {
    typealias Registration = UInt64
    typealias TimerID = UInt64

    private let poller: Poller
    private let alarm: TimerDescriptor
    private let clock: Clock
    private var handlers: [Registration: (Poller.Ready) -> Void] = [:]
    private var timers: [TimerID: (deadline: UInt64, body: () -> Void)] = [:]
    private var nextToken: UInt64 = 1
    /// What the alarm is set to, so that it is only set anew when that changes.
    private var armed: UInt64?
    private var isStopped = false

    init(clock: Clock) throws {
        self.clock = clock
        poller = try Poller()
        alarm = try TimerDescriptor()
        try poller.add(alarm.descriptor, .reading, token: 0)
    }

    /// Calls `handler` whenever the descriptor is ready; its owner keeps it open until `remove`.
    func add(
        _ fd: Int32, _ interest: Poller.Interest, _ handler: @escaping (Poller.Ready) -> Void
    ) throws -> Registration {
        let token = nextToken
        nextToken += 1
        try poller.add(fd, interest, token: token)
        handlers[token] = handler
        return token
    }

    func change(_ registration: Registration, _ fd: Int32, _ interest: Poller.Interest) throws {
        try poller.change(fd, interest, token: registration)
    }

    /// Before the descriptor is closed.
    func remove(_ registration: Registration, _ fd: Int32) {
        if handlers.removeValue(forKey: registration) != nil { poller.remove(fd) }
    }

    /// Calls `body` once, at a monotonic time in nanoseconds.
    func schedule(at deadline: UInt64, _ body: @escaping () -> Void) -> TimerID {
        let id = nextToken
        nextToken += 1
        timers[id] = (deadline, body)
        return id
    }

    func schedule(after milliseconds: Int, _ body: @escaping () -> Void) -> TimerID {
        schedule(at: clock.monotonic() + UInt64(max(0, milliseconds)) * 1_000_000, body)
    }

    func cancel(_ timer: TimerID?) {
        if let timer { timers[timer] = nil }
    }

    func stop() { isStopped = true }

    /// Runs until `stop`; `afterTurn` is called after each batch of events, before the next wait.
    func run(afterTurn: () -> Void) throws {
        while !isStopped {
            try setAlarm()
            for ready in try poller.wait() {
                if ready.token == 0 { alarm.acknowledge() }
                handlers[ready.token]?(ready)
            }
            fireTimers()
            afterTurn()
        }
    }

    private func setAlarm() throws {
        let next = timers.values.map(\.deadline).min()
        if next == armed { return }
        try alarm.set(next)
        armed = next
    }

    private func fireTimers() {
        let now = clock.monotonic()
        let due = timers.filter { $0.value.deadline <= now }.sorted {
            ($0.value.deadline, $0.key) < ($1.value.deadline, $1.key)
        }
        if !due.isEmpty { armed = nil }
        for (id, timer) in due where timers.removeValue(forKey: id) != nil { timer.body() }
    }
}
