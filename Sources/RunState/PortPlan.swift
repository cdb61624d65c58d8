package import Vocabulary

/// How one resource of one component came to its port.
package struct PortPlan: Sendable, Equatable {
    package var component: ComponentID
    /// `main`, or the name of a further port.
    package var resource: String
    /// The port of the configuration; nil where it names none.
    package var requested: Port?
    /// What was claimed first.
    package var assigned: Port
    /// What it is after retries.
    package var final: Port
    package var source: Source
    package var retries: Int
    /// The stranger that made the component move from its reserved or configured port.
    package var displacedBy: PortHolder?

    /// Where the final port comes from.
    package enum Source: String, Sendable, CaseIterable {
        case config, reservation, scan, retry
    }

    package init(
        component: ComponentID, resource: String, requested: Port?, assigned: Port,
        final: Port? = nil, source: Source, retries: Int = 0, displacedBy: PortHolder? = nil
    ) {
        self.component = component
        self.resource = resource
        self.requested = requested
        self.assigned = assigned
        self.final = final ?? assigned
        self.source = source
        self.retries = retries
        self.displacedBy = displacedBy
    }

    package var json: JSON {
        [
            "component": component.json, "resource": .string(resource),
            "requested": requested?.json ?? .null, "assigned": assigned.json,
            "final": final.json, "source": .string(source.rawValue), "retries": JSON(retries),
            "displaced_by": displacedBy?.json ?? .null,
        ]
    }

    package init(json: JSON) throws {
        self.init(
            component: try json.identifier("component"),
            resource: try json.requiredString("resource"),
            requested: try json.optionalPort("requested"), assigned: try json.port("assigned"),
            final: try json.port("final"), source: try json.word("source"),
            retries: try json.requiredInt("retries"),
            displacedBy: try json.optional("displaced_by", "a holder", PortHolder.init(json:)))
    }
}
