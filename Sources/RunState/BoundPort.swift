package import Vocabulary

/// A port of a component, by the name of the resource it serves.
package struct BoundPort: Sendable, Equatable {
    /// `main`, or the name of a further port.
    package var resource: String
    package var port: Port
    /// Inode of the listening socket, recorded when the component became ready.
    package var inode: UInt64?

    package init(resource: String, port: Port, inode: UInt64? = nil) {
        self.resource = resource
        self.port = port
        self.inode = inode
    }

    package var json: JSON {
        [
            "resource": .string(resource), "port": port.json,
            "inode": inode.map { .int(Int64(bitPattern: $0)) } ?? .null,
        ]
    }

    package init(json: JSON) throws {
        self.init(
            resource: try json.requiredString("resource"), port: try json.port("port"),
            inode: try json.optionalInt("inode").map { UInt64(truncatingIfNeeded: $0) })
    }
}
