package import Configuration
package import Requirements
package import Vocabulary

/// What the `${…}` of one project stand for, once its ports are known.
package struct ReferenceValues: Sendable {
    package var project: ProjectName
    /// By component and resource; the main port's resource is `main`.
    package var ports: [ComponentID: [String: Port]]
    /// What each requirement gives.
    package var projections: [ComponentID: Projection]
    /// The caller's environment, whole.
    package var caller: [String: String]

    package init(
        project: ProjectName, ports: [ComponentID: [String: Port]],
        projections: [ComponentID: Projection], caller: [String: String]
    ) {
        self.project = project
        self.ports = ports
        self.projections = projections
        self.caller = caller
    }

    /// The text with every reference replaced.
    ///
    /// - Parameter component: whose `${port}` is meant.
    package func expand(_ template: Template, for component: ComponentID?) throws(Failure) -> String
    {
        try template.expand { reference throws(Failure) in
            guard let value = value(of: reference, for: component) else {
                throw unresolved(reference, in: template)
            }
            return value
        }
    }

    private func value(of reference: Reference, for component: ComponentID?) -> String? {
        switch reference {
        case .project: project.rawValue
        case .port: component.flatMap { port($0, "main") }
        case .namedPort(let name): component.flatMap { port($0, name) }
        case .service(let id, .port): port(id, "main")
        case .service(_, .host): Self.host
        case .service(let id, .url): port(id, "main").map { "http://\(Self.host):\($0)" }
        case .servicePort(let id, let name): port(id, name)
        case .requirement(let id, let key): projections[id]?.reference(key)
        case .environment(let name): caller[name]
        }
    }

    /// Services are reached on loopback only.
    package static let host = "127.0.0.1"

    private func port(_ component: ComponentID, _ resource: String) -> String? {
        ports[component]?[resource]?.description
    }

    private func unresolved(_ reference: Reference, in template: Template) -> Failure {
        if case .environment(let name) = reference {
            return Failure(
                "config.missing_variable", "the environment variable \(name) is not set",
                at: template.origin.description, because: ["'${\(reference)}' stands for it"],
                hint: "set \(name) in your environment, then try again")
        }
        return Failure(
            "config.unresolved", "'${\(reference)}' has no value here",
            at: template.origin.description, because: ["the component has no such port or value"])
    }
}
