package import Vocabulary

/// A port that one resource of one component of one project keeps until its worktree is gone.
package struct PortReservation: Sendable, Equatable {
    package var scope: ScopeID
    package var project: ProjectName
    package var component: ComponentID
    /// `main`, or the name of a further port.
    package var resource: String
    package var port: Port
    /// The port of the configuration when it was given; nil where it named none.
    package var requested: Port?
    /// The run that uses it now.
    package var claim: RunID?

    package init(
        scope: ScopeID, project: ProjectName, component: ComponentID, resource: String, port: Port,
        requested: Port? = nil, claim: RunID? = nil
    ) {
        self.scope = scope
        self.project = project
        self.component = component
        self.resource = resource
        self.port = port
        self.requested = requested
        self.claim = claim
    }

    /// What it is bound to, as text that sorts: the identity within the book.
    var key: [String] { [scope.rawValue, project.rawValue, component.rawValue, resource] }

    package var json: JSON {
        [
            "scope": scope.json, "project": project.json, "component": component.json,
            "resource": .string(resource), "port": port.json,
            "requested": requested?.json ?? .null, "claim": claim?.json ?? .null,
        ]
    }

    package init(json: JSON) throws {
        self.init(
            scope: try json.identifier("scope"), project: try json.identifier("project"),
            component: try json.identifier("component"),
            resource: try json.requiredString("resource"), port: try json.port("port"),
            requested: try json.optionalPort("requested"),
            claim: try json.optionalIdentifier("claim"))
    }
}
