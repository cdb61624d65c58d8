import Events
import Steps
import Vocabulary

/// What a restart did, as its supervisor told it: it does the whole of it by itself, so that no
/// graph of steps tells.
struct RestartTrace {
    /// From the restart's begin on.
    private let events: ArraySlice<RecordedEvent>
    /// What each of its components needs of the others.
    private let needs: [(name: ComponentID, of: [ComponentID])]

    /// The last restart of a run; nil where a start came after it, and where there was none.
    init?(_ events: [RecordedEvent]) {
        let begins = ["restart.begun", "transaction.begun"]
        guard let place = events.lastIndex(where: { begins.contains($0.event.name) }),
            events[place].event.name == "restart.begun"
        else { return nil }
        self.events = events[place...]
        needs = (events[place].event.data["components"]?.array ?? []).compactMap { component in
            guard let name = component["name"]?.string else { return nil }
            let others = (component["needs"]?.array ?? []).compactMap(\.string)
            return (ComponentID(unchecked: name), others.map(ComponentID.init(unchecked:)))
        }
    }

    /// In the order of the restart; without what has not come to its end yet.
    var steps: [TimedStep] { needs.flatMap { steps(of: $0.name, needing: $0.of) } }

    private func steps(of name: ComponentID, needing others: [ComponentID]) -> [TimedStep] {
        let needed = others.filter { other in needs.contains { $0.name == other } }
        let stop = stop(of: name)
        guard let launched = time("component.launched", name) else {
            return stop.map { [$0] } ?? []
        }
        // It is launched in the moment in which the last of these is over.
        let began = ([stop?.ended] + needed.map(end)).compactMap { $0 }.filter { $0 <= launched }
        let launch = TimedStep(
            id: Self.id(name, "launch"), owner: name.rawValue, phase: .spawn,
            began: began.max() ?? 0, ended: launched,
            dependsOn: [Self.id(name, "stop")] + needed.map { Self.id($0, "ready") })
        let ready = end(of: name).map {
            TimedStep(
                id: Self.id(name, "ready"), owner: name.rawValue, phase: .ready,
                began: min(launched, $0), ended: $0, dependsOn: [launch.id])
        }
        return [stop, launch, ready].compactMap { $0 }
    }

    /// Those that need it go first.
    private func stop(of name: ComponentID) -> TimedStep? {
        guard let began = time("component.stopping", name),
            let ended = time("component.stopped", name)
        else { return nil }
        let first = needs.filter { other in
            other.of.contains(name) && (time("component.stopped", other.name) ?? .max) <= began
        }
        return TimedStep(
            id: Self.id(name, "stop"), owner: name.rawValue, phase: .stop, began: began,
            ended: ended, dependsOn: first.map { Self.id($0.name, "stop") })
    }

    /// When it was ready again, or given up.
    private func end(of name: ComponentID) -> Int? {
        let ends = [time("component.ready", name), time("component.failed", name)]
        return ends.compactMap { $0 }.min()
    }

    /// When that was told of it first; milliseconds after the begin.
    private func time(_ event: String, _ name: ComponentID) -> Int? {
        guard let begin = events.first?.monotonic else { return nil }
        return events.first { $0.event.name == event && $0.event.component == name }
            .map { max(0, ($0.monotonic - begin) / 1000) }
    }

    private static func id(_ name: ComponentID, _ action: String) -> StepID {
        StepID(unchecked: "\(name).\(action)")
    }
}
