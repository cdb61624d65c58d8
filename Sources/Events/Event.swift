package import Vocabulary

/// Something that happened, as it is told: to the presenter, to `events.jsonl`, to the recorder.
///
/// Names and the keys of `data` are listed in `contracts/events.json`.
package struct Event: Sendable, Equatable {
    /// Dotted and stable: `component.ready`, `port.moved`.
    package var name: String
    package var component: ComponentID?
    package var data: JSON.Object
    /// Keys of `data` that hold a command line. People at the terminal see it; whoever writes the
    /// event down, or hands it to another process, writes a digest.
    package var commandKeys: [String] = []

    package init(_ name: String, component: ComponentID? = nil, data: JSON.Object = [:]) {
        self.name = name
        self.component = component
        self.data = data
    }

    /// As it is written down.
    package func withoutCommandLines(_ digest: (String) -> String) -> Event {
        var event = self
        for key in commandKeys {
            if let words = data[key]?.string { event.data[key] = "command \(digest(words))" }
        }
        event.commandKeys = []
        return event
    }

    package var json: JSON {
        [
            "event": .string(name), "component": JSON(component?.rawValue),
            "data": .object(data),
        ]
    }

    package init(json: JSON) throws {
        name = try json.requiredString("event")
        component = try json.optionalString("component").map(ComponentID.init(unchecked:))
        data = try json.optional("data", "an object") { $0.object } ?? [:]
    }
}

/// Takes events; never blocks for long and never fails its caller.
package protocol EventSink: Sendable {
    func emit(_ event: Event)
}

/// Hands each event to several sinks, in order.
package struct EventFanOut: EventSink {
    private let sinks: [any EventSink]

    package init(_ sinks: [any EventSink]) { self.sinks = sinks }

    package func emit(_ event: Event) {
        for sink in sinks { sink.emit(event) }
    }
}
