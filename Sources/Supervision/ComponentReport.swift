package import Platform
package import Vocabulary

/// How a wait for readiness ended, with all that a person needs to see why.
package struct ComponentReport: Sendable, Equatable {
    package var component: ComponentID
    package var incarnation: Int
    /// `ready`, `failed`, `foreign` (its port is held by someone else), or `stopped`.
    package var status: ComponentStatus
    /// One sentence; nil where ready.
    package var reason: String?
    /// Where it ended before it was ready.
    package var exit: Exit?
    package var identity: ProcessIdentity?
    /// What was asked last, e.g. `tcp 5432`.
    package var probe: String?
    /// What the probe saw last, e.g. `nothing listens on port 5432`.
    package var answer: String?
    /// Of the last HTTP answer that was another one than wanted.
    package var httpStatus: Int?
    /// The last lines of the log since the launch, at most 20; empty where ready.
    package var log: [String]
    /// Milliseconds from the spawn to ready (or to the end of the wait).
    package var milliseconds: Int
    /// Who holds the port, where the status is `foreign`.
    package var holder: ForeignListener?

    package init(
        component: ComponentID, incarnation: Int, status: ComponentStatus, reason: String? = nil,
        exit: Exit? = nil, identity: ProcessIdentity? = nil, probe: String? = nil,
        answer: String? = nil, log: [String] = [], milliseconds: Int = 0,
        holder: ForeignListener? = nil
    ) {
        self.component = component
        self.incarnation = incarnation
        self.status = status
        self.reason = reason
        self.exit = exit
        self.identity = identity
        self.probe = probe
        self.answer = answer
        self.log = log
        self.milliseconds = milliseconds
        self.holder = holder
    }

    package var json: JSON {
        [
            "component": component.json, "incarnation": JSON(incarnation),
            "status": .string(status.rawValue), "reason": JSON(reason),
            "exit": exit?.json ?? .null, "identity": identity?.json ?? .null,
            "probe": JSON(probe), "answer": JSON(answer), "log": JSON(log),
            "milliseconds": JSON(milliseconds), "http_status": JSON(httpStatus),
            "holder": holder?.json ?? .null,
        ]
    }

    package init(json: JSON) throws {
        self.init(
            component: ComponentID(unchecked: try json.requiredString("component")),
            incarnation: try json.requiredInt("incarnation"),
            status: try json.required("status", "a status") {
                $0.string.flatMap(ComponentStatus.init)
            },
            reason: try json.optionalString("reason"),
            exit: try json.optional("exit", "an exit", Exit.init(json:)),
            identity: try json.optional("identity", "an identity", ProcessIdentity.init(json:)),
            probe: try json.optionalString("probe"), answer: try json.optionalString("answer"),
            log: try json.strings("log"), milliseconds: try json.requiredInt("milliseconds"),
            holder: try json.optional("holder", "a holder", ForeignListener.init(json:)))
        httpStatus = try json.optionalInt("http_status")
    }
}
