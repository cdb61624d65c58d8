package import Vocabulary

/// Who answers on a control socket.
package struct SupervisorHello: Sendable, Equatable {
    /// What this code speaks at best. 2: `reexec`, and what an undo restored.
    package static let currentProtocol = 2
    /// What it still speaks with an older peer.
    package static let oldestProtocol = 1
    /// The first that replaces itself by `reexec`.
    package static let reexecutingProtocol = 2

    package var protocolVersion: Int
    /// Version of envctl that the supervisor was built from.
    package var version: String
    package var pid: Int32
    package var run: RunID
    /// It is ending everything, and itself then; one that does not tell is not.
    package var isEnding: Bool

    package init(
        protocolVersion: Int = SupervisorHello.currentProtocol, version: String, pid: Int32,
        run: RunID, isEnding: Bool = false
    ) {
        self.protocolVersion = protocolVersion
        self.version = version
        self.pid = pid
        self.run = run
        self.isEnding = isEnding
    }

    package var json: JSON {
        [
            "protocol": JSON(protocolVersion), "version": .string(version), "pid": JSON(Int(pid)),
            "run": run.json, "ending": .bool(isEnding),
        ]
    }

    package init(json: JSON) throws {
        protocolVersion = try json.requiredInt("protocol")
        version = try json.requiredString("version")
        pid = Int32(truncatingIfNeeded: try json.requiredInt("pid"))
        run = RunID(unchecked: try json.requiredString("run"))
        isEnding = json["ending"]?.bool ?? false
    }
}
