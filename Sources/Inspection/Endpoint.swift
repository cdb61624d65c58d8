import RunState
import Truth
package import Vocabulary

/// One address of a running component.
package struct Endpoint: Sendable, Equatable {
    package var component: ComponentID
    package var kind: ComponentKind
    /// `main`, or the name of a further port.
    package var resource: String
    /// Without password; nil for a further port.
    package var url: String?
    package var host: String?
    package var port: Port?
    package var status: ComponentStatus
    /// Whether its own process listens there; nil where it is no process of ours.
    package var isListening: Bool?

    /// The addresses of one component: the main one first.
    static func of(_ component: ObservedComponent) -> [Endpoint] {
        let record = component.record
        let url = record.url.map(PublicAddress.of)
        guard component.isObserved, !record.ports.isEmpty else {
            guard let url else { return [] }
            return [
                Endpoint(
                    component: record.name, kind: record.kind, resource: "main", url: url,
                    status: component.status)
            ]
        }
        // A port that a stranger took is no address of the component.
        let ports = record.ports.filter {
            component.status != .foreign || component.ownPorts.contains($0.port)
        }
        // Of a container on another machine's engine all ports are there.
        let host = url.flatMap(PublicAddress.host) ?? "127.0.0.1"
        return ports.sorted { ($0.resource == "main" ? 0 : 1) < ($1.resource == "main" ? 0 : 1) }
            .map { bound in
                Endpoint(
                    component: record.name, kind: record.kind, resource: bound.resource,
                    url: bound.resource == "main" ? url : nil, host: host,
                    port: bound.port, status: component.status,
                    isListening: component.ownPorts.contains(bound.port))
            }
    }

    /// For people: the URL, else host and port.
    package var address: String {
        url ?? [host, port?.description].compactMap(\.self).joined(separator: ":")
    }

    package var json: JSON {
        [
            "component": component.json, "kind": .string(kind.rawValue),
            "resource": .string(resource), "url": JSON(url), "host": JSON(host),
            "port": port?.json ?? .null, "status": .string(status.rawValue),
            "listening": isListening.map(JSON.bool) ?? .null,
        ]
    }
}

extension InspectedProject {
    /// Where its running components can be reached.
    package var endpoints: [Endpoint] { running.flatMap(Endpoint.of) }
}
