import Events
import Vocabulary

/// How far each component is: events in, rows out. Knows no clock and no terminal.
struct ProgressBoard: Sendable {
    /// In the order in which they are shown.
    private(set) var rows: [ProgressRow] = []
    private var places: [String: Int] = [:]
    /// Since when; nanoseconds of the monotonic clock.
    let began: UInt64
    /// Somebody asked for an end.
    var isEnding = false

    init(at began: UInt64) { self.began = began }

    subscript(name: String) -> ProgressRow? { places[name].map { rows[$0] } }

    /// Takes an event of a project.
    ///
    /// - Parameter prefix: set before names where several projects are at work at once.
    mutating func take(_ event: Event, prefix: String = "", at now: UInt64) {
        if event.name == "start.planned" { return plan(event.data, prefix) }
        if event.name.hasPrefix("step.") { return takeStep(event, prefix, now) }
        guard let component = event.component else { return }
        change(prefix + component.rawValue) { $0.take(event, at: now) }
    }

    /// Where the log of a row says what it is at, since nothing else does: those that have been
    /// starting for a while.
    func quiet(at now: UInt64) -> [String] {
        rows.filter { $0.phase == .starts && ($0.elapsed(at: now) ?? 0) >= 1000 }.map(\.name)
    }

    mutating func say(_ line: String, of name: String) { change(name) { $0.detail = line } }

    /// Something is being done, so that what is shown changes with time alone.
    var isMoving: Bool { rows.contains { $0.phase.isActive } || isEnding }

    private mutating func plan(_ data: JSON.Object, _ prefix: String) {
        for component in data["components"]?.array ?? [] {
            guard let name = component["name"]?.string, component["action"]?.string != "skip" else {
                continue
            }
            change(prefix + name) { row in
                row.needs = (component["needs"]?.array ?? []).compactMap(\.string)
                    .map { prefix + $0 }
                row.isServedElsewhere = component["backend"]?.string == "external"
                row.isKept = component["action"]?.string == "keep"
                if row.isKept { row.enter(.runs, at: 0) }
            }
        }
    }

    /// A step belongs to the component that its id begins with; those of the project have a row each.
    private mutating func takeStep(_ event: Event, _ prefix: String, _ now: UInt64) {
        guard let id = event.data["id"]?.string else { return }
        let owner = prefix + id.prefix { $0 != "." }
        change(id.hasPrefix("steps.") ? prefix + id : owner) { row in
            row.takeStep(event.name, id, event.data, at: now)
        }
    }

    private mutating func change(_ name: String, _ change: (inout ProgressRow) -> Void) {
        let place = places[name] ?? rows.count
        if place == rows.count {
            rows.append(ProgressRow(name))
            places[name] = place
        }
        change(&rows[place])
    }
}
