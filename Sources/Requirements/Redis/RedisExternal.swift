import Configuration
import Platform
import Steps
import Vocabulary

/// A server that the user runs: asked once, never started or stopped.
enum RedisExternal {
    static func probe(_ instance: RequirementInstance) throws -> Step {
        let access = try RedisAccess(instance)
        let id = StepID(unchecked: instance.component.rawValue).child("external")
        return try Step(
            id, "ask the external \(instance.component)",
            function: { [wanted = instance.configuration.version] _ in
                try await Blocking.run { try ask(access, wanted) }
            }, idempotent: true, timeout: 30_000, component: instance.component)
    }

    /// Through TLS nothing is said: that it takes the connection is what can be seen.
    private static func ask(
        _ access: RedisAccess, _ wanted: VersionConstraint?
    ) throws -> StepOutcomeNote? {
        let lines: [String]
        let connection: Connection
        do {
            connection = try Connection.tcp(access.host, access.port, milliseconds: 10_000)
            if access.usesTLS { return nil }
            try connection.send(RedisProtocol.greeting(access.user, access.password))
            lines = try answers(connection, count: access.password == nil ? 1 : 2)
        } catch {
            let why = Failure(error)
            throw failure(
                "requirement.external_unreachable", "the external server does not answer", access,
                [why.message] + why.causes, "start it, or check host and port of the url")
        }
        if let refusal = lines.first(where: isRefusal) {
            throw failure(
                "requirement.external_password", "the external server does not accept us", access,
                [String(refusal.dropFirst())], "check user and password of the url")
        }
        guard lines.last == "+PONG" else {
            throw failure(
                "requirement.external_unreachable", "what answers there is not ready, or not redis",
                access, lines, "check host and port of the url")
        }
        if let wanted {
            try ExternalVersion.check(
                version(connection), is: wanted, RedisAdapter.definition.title,
                at: "\(access.host):\(access.port)")
        }
        return nil
    }

    /// Valkey tells the version of redis that it is like besides its own; nil where the user may not
    /// ask.
    private static func version(_ connection: Connection) throws -> String? {
        try connection.send(RedisProtocol.command(["INFO", "server"]))
        var text = ""
        // The section ends with the path of its configuration, which every version has.
        while !text.hasPrefix("-"), text.range(ofText: "config_file:") == nil {
            let more = try connection.receive()
            if more.isEmpty { break }
            text += String(decoding: more, as: UTF8.self)
        }
        let lines = text.split { $0.isNewline }
        for name in ["valkey_version:", "redis_version:"] {
            if let line = lines.first(where: { $0.hasPrefix(name) }) {
                return String(line.dropFirst(name.count))
            }
        }
        return nil
    }

    /// Error codes of the protocol: a wrong password, none where one is wanted, one where none is.
    private static func isRefusal(_ line: String) -> Bool {
        ["-WRONGPASS", "-NOAUTH", "-NOPERM", "-ERR AUTH", "-ERR invalid password"]
            .contains(where: line.hasPrefix)
    }

    private static func answers(_ connection: Connection, count: Int) throws -> [String] {
        var bytes: [UInt8] = []
        while bytes.count(where: { $0 == 10 }) < count {
            let more = try connection.receive()
            if more.isEmpty { break }
            bytes += more
        }
        return String(decoding: bytes, as: UTF8.self).split { $0.isNewline }.map { String($0) }
    }

    private static func failure(
        _ code: String, _ message: String, _ access: RedisAccess, _ causes: [String], _ hint: String
    ) -> Failure {
        Failure(code, message, at: "\(access.host):\(access.port)", because: causes, hint: hint)
    }
}
