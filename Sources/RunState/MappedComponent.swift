package import Vocabulary

/// One component in the runtime map.
package struct MappedComponent: Sendable, Equatable {
    package var name: ComponentID
    package var kind: ComponentKind
    package var status: ComponentStatus
    package var url: String?
    package var ports: [BoundPort]

    package init(_ record: ComponentRecord) {
        name = record.name
        kind = record.kind
        status = record.status
        url = record.url
        ports = record.ports.map { BoundPort(resource: $0.resource, port: $0.port) }
    }

    package var json: JSON {
        [
            "name": name.json, "kind": .string(kind.rawValue),
            "status": .string(status.rawValue), "url": JSON(url),
            "ports": .array(
                ports.map { ["resource": .string($0.resource), "port": $0.port.json] }),
        ]
    }

    package init(json: JSON) throws {
        name = try json.identifier("name")
        kind = try json.word("kind")
        status = try json.word("status")
        url = try json.optionalString("url")
        ports = try json.list("ports", BoundPort.init(json:))
    }
}
