package import Vocabulary

/// What a component answered when it was asked just now.
package struct ComponentHealth: Sendable, Equatable {
    package var component: ComponentID
    package var status: ComponentStatus
    /// Nil where it is not meant to run.
    package var isHealthy: Bool?
    /// What was asked, e.g. `http GET 127.0.0.1:8000/healthz`; nil where nothing was.
    package var probe: String?
    /// How long the answer took; nil where nothing was asked.
    package var microseconds: Int?
    /// In one sentence, why it is not healthy, or what is worth telling.
    package var reason: String?

    package init(
        component: ComponentID, status: ComponentStatus, isHealthy: Bool?, probe: String? = nil,
        microseconds: Int? = nil, reason: String? = nil
    ) {
        self.component = component
        self.status = status
        self.isHealthy = isHealthy
        self.probe = probe
        self.microseconds = microseconds
        self.reason = reason
    }

    /// What makes a change worth telling: all but how long it took.
    package var outcome: ComponentHealth {
        var copy = self
        copy.microseconds = nil
        return copy
    }

    package var json: JSON {
        [
            "component": component.json, "status": .string(status.rawValue),
            "healthy": isHealthy.map(JSON.bool) ?? .null, "probe": JSON(probe),
            "latency_ms": microseconds.map { .double(Double($0) / 1000) } ?? .null,
            "reason": JSON(reason),
        ]
    }
}
