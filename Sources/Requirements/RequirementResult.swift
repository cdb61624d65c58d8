package import Vocabulary

/// What a start tells of one requirement.
package struct RequirementResult: Sendable, Equatable {
    package var component: ComponentID
    package var status: ComponentStatus
    package var backend: Backend
    package var version: String?
    package var ports: [String: Port]
    /// Why it is not ready, or what was decided.
    package var reason: String?
    /// Milliseconds by phase: `prepare`, `launch`, `bootstrap`.
    package var durations: [String: Int]
    package var failureClass: FailureClass?

    package init(
        component: ComponentID, status: ComponentStatus, backend: Backend,
        version: String? = nil, ports: [String: Port] = [:], reason: String? = nil,
        durations: [String: Int] = [:], failureClass: FailureClass? = nil
    ) {
        self.component = component
        self.status = status
        self.backend = backend
        self.version = version
        self.ports = ports
        self.reason = reason
        self.durations = durations
        self.failureClass = failureClass
    }
}
