import Events
import Synchronization
import Vocabulary

/// Keeps events, and lets a test wait for one.
final class RecordingSink: EventSink {
    private struct State {
        var events: [Event] = []
        var waiters: [(name: String, id: String?, gate: Gate)] = []
        var reactions: [(name: String, action: @Sendable () -> Void)] = []
    }
    private let state = Mutex(State())

    func emit(_ event: Event) {
        let opened = state.withLock { state in
            state.events.append(event)
            return state.waiters.filter { Self.matches(event, $0.name, $0.id) }.map(\.gate)
        }
        for gate in opened { gate.open() }
        let reactions = state.withLock { $0.reactions.filter { $0.name == event.name } }
        for reaction in reactions { reaction.action() }
    }

    /// Called by whoever emits such an event, before it goes on.
    func react(to name: String, _ action: @escaping @Sendable () -> Void) {
        state.withLock { $0.reactions.append((name, action)) }
    }

    var events: [Event] { state.withLock { $0.events } }
    func named(_ name: String) -> [Event] { events.filter { $0.name == name } }

    /// `start a`, `end a succeeded`, in order.
    var story: [String] {
        events.compactMap { event in
            let id = event.data["id"]?.string ?? ""
            switch event.name {
            case "step.start": return "start \(id)"
            case "step.end": return "end \(id) \(event.data["outcome"]?.string ?? "")"
            default: return nil
            }
        }
    }

    func wait(for name: String, id: String? = nil) async {
        let gate = Gate()
        let isThere = state.withLock { state in
            state.waiters.append((name, id, gate))
            return state.events.contains { Self.matches($0, name, id) }
        }
        if isThere { gate.open() }
        await gate.wait()
    }

    private static func matches(_ event: Event, _ name: String, _ id: String?) -> Bool {
        event.name == name && (id == nil || event.data["id"]?.string == id)
    }
}
