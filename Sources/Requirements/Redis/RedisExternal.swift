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
            function: { _ in try await Blocking.run { try ask(access) } }, idempotent: true,
            timeout: 30_000, component: instance.component)
    }

    /// Through TLS nothing is said: that it takes the connection is what can be seen.
    private static func ask(_ access: RedisAccess) throws -> StepOutcomeNote? {
        let lines: [String]
        do {
            let connection = try Connection.tcp(access.host, access.port, milliseconds: 10_000)
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
