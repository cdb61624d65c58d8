import Platform
package import Vocabulary

extension ComponentRecord {
    package var json: JSON {
        var object: JSON.Object = [
            "name": name.json, "kind": .string(kind.rawValue),
            "desired": .string(desired.rawValue), "status": .string(status.rawValue),
            "reason": JSON(reason), "undone": .bool(isUndone), "backend": JSON(backend?.rawValue),
            "identity": identity?.json ?? .null, "session": JSON(session.map(Int.init)),
            "mark": JSON(mark.map { String($0, radix: 16) }), "cgroup": JSON(cgroup),
            "ports": .array(ports.map(\.json)), "url": JSON(url), "log": JSON(log),
            "times": times.json, "restarts": JSON(restarts), "exit": exit?.json ?? .null,
            "fingerprint": .object(fingerprint),
        ]
        let own = kind == .service ? serviceMembers : requirementMembers
        for (key, value) in own.members { object[key] = value }
        return .object(object)
    }

    private var serviceMembers: JSON.Object {
        ["command": JSON(command), "directory": JSON(directory)]
    }

    private var requirementMembers: JSON.Object {
        [
            "version": JSON(version), "failure_class": JSON(failureClass?.rawValue),
            "phases": .array(
                phases.map { ["name": .string($0.name), "milliseconds": JSON($0.milliseconds)] }),
            "projection_keys": JSON(projectionKeys), "data": JSON(data),
        ]
    }

    package init(json: JSON) throws {
        self.init(
            name: try json.identifier("name"), kind: try json.word("kind"),
            desired: try json.word("desired"), status: try json.word("status"))
        reason = try json.optionalString("reason")
        // Runs of before have no such member.
        isUndone = json["undone"]?.bool ?? false
        backend = try json.optionalWord("backend")
        identity = try json.optional("identity", "a process", ProcessIdentity.init(json:))
        session = try json.optionalInt("session").map(Int32.init(truncatingIfNeeded:))
        mark = try json.optional("mark", "hex digits") {
            $0.string.flatMap { UInt64($0, radix: 16) }
        }
        cgroup = try json.optionalString("cgroup")
        ports = try json.list("ports", BoundPort.init(json:))
        url = try json.optionalString("url")
        log = try json.optionalString("log")
        times = try json.optional("times", "times", ComponentTimes.init(json:)) ?? ComponentTimes()
        restarts = try json.optionalInt("restarts") ?? 0
        exit = try json.optional("exit", "an exit", Exit.init(json:))
        fingerprint = try json.members("fingerprint")
        try take(facts: json)
    }

    /// Takes what the specs of a launch say besides: `backend`, `version`, `failure_class`,
    /// `phases`, `projection_keys`, `data`, `command`, `directory`; members that are missing change
    /// nothing.
    package mutating func take(facts json: JSON) throws {
        backend = try json.optionalWord("backend") ?? backend
        command = try json.optional("command", "a command", Self.commandText) ?? command
        directory = try json.optionalString("directory") ?? directory
        version = try json.optionalString("version") ?? version
        failureClass = try json.optionalWord("failure_class") ?? failureClass
        data = try json.optionalString("data") ?? data
        if json["projection_keys"] != nil { projectionKeys = try json.strings("projection_keys") }
        if json["phases"] != nil { phases = try json.list("phases", Phase.init(json:)) }
    }

    /// As it was written: a string, or a list of words.
    private static func commandText(_ json: JSON) -> String? {
        if let words = json.array { return words.compactMap(\.string).joined(separator: " ") }
        return json.string
    }
}

extension ComponentRecord.Phase {
    init(json: JSON) throws {
        self.init(
            name: try json.requiredString("name"),
            milliseconds: try json.requiredInt("milliseconds"))
    }
}

extension ComponentTimes {
    package var json: JSON {
        [
            "started": started?.json ?? .null, "ready": ready?.json ?? .null,
            "ready_ms": JSON(readyMilliseconds),
        ]
    }

    package init(json: JSON) throws {
        self.init(
            started: try json.optionalTimestamp("started"),
            ready: try json.optionalTimestamp("ready"),
            readyMilliseconds: try json.optionalInt("ready_ms"))
    }
}
