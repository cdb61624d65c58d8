package import Platform
package import Vocabulary

/// The supervisor of a run: for people and for the client that connects; whether it lives, only its
/// lock says.
package struct SupervisorRecord: Sendable, Equatable {
    package var identity: ProcessIdentity
    /// Absolute path of its control socket.
    package var socket: String
    /// Of the binary that it runs.
    package var version: String

    package init(identity: ProcessIdentity, socket: String, version: String) {
        self.identity = identity
        self.socket = socket
        self.version = version
    }

    package var json: JSON {
        [
            "identity": identity.json, "socket": .string(socket), "version": .string(version),
        ]
    }

    package init(json: JSON) throws {
        self.init(
            identity: try json.required("identity", "a process", ProcessIdentity.init(json:)),
            socket: try json.requiredString("socket"), version: try json.requiredString("version"))
    }
}
