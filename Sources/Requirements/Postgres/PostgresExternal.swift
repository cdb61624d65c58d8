import Platform
import Steps
import Vocabulary

/// A server that the user runs: asked once, never started or stopped.
enum PostgresExternal {
    static func probe(_ instance: RequirementInstance) throws -> Step {
        let access = try PostgresAccess(instance)
        let url = instance.resolution.url ?? ""
        let tls = try PostgresAccess.address(url).query["sslmode"] ?? "prefer"
        let id = StepID(unchecked: instance.component.rawValue).child("external")
        return try Step(
            id, "ask the external \(instance.component)",
            function: { _ in try await Blocking.run { try ask(access, tls: tls) } },
            idempotent: true, timeout: 30_000, component: instance.component)
    }

    /// Connects as a service would. Where TLS is demanded, or a way of authentication that is not
    /// known here, that the server answers is all that can be seen.
    private static func ask(_ access: PostgresAccess, tls: String) throws -> StepOutcomeNote? {
        do {
            if ["require", "verify-ca", "verify-full"].contains(tls) {
                guard try offersTLS(access) else {
                    throw Failure("postgres.no_tls", "the server offers no TLS")
                }
                return nil
            }
            let connection = try connect(access)
            _ = try PostgresClient(
                connection, user: access.user, database: access.database,
                password: access.password)
            return nil
        } catch {
            if try isUnknowable(error, access) { return nil }
            throw failure(error, access)
        }
    }

    private static func isUnknowable(_ error: any Error, _ access: PostgresAccess) throws -> Bool {
        if (error as? Failure)?.code == PostgresClient.unknownMethod { return true }
        // Without encryption it refuses at once where its rules want TLS.
        guard (error as? PostgresError)?.state == PostgresError.invalidAuthorization else {
            return false
        }
        return try offersTLS(access)
    }

    private static func offersTLS(_ access: PostgresAccess) throws -> Bool {
        let connection = try connect(access)
        try connection.send(PostgresMessage.tlsRequest)
        return try connection.receive(upTo: 1) == [UInt8(ascii: "S")]
    }

    private static func connect(_ access: PostgresAccess) throws -> Connection {
        try Connection.tcp(access.host, access.port, milliseconds: 10_000)
    }

    private static func failure(_ error: any Error, _ access: PostgresAccess) -> Failure {
        let place = "\(access.host):\(access.port)"
        let why = Failure(error)
        let causes = [why.message] + why.causes
        switch (error as? PostgresError)?.state {
        case PostgresError.invalidPassword, PostgresError.invalidAuthorization:
            return Failure(
                "requirement.external_password",
                "the external server does not accept user '\(access.user)'", at: place,
                because: causes, hint: "check user and password of the url")
        case PostgresError.unknownDatabase:
            return Failure(
                "requirement.external_database",
                "the external server has no database '\(access.database)'", at: place,
                because: causes, hint: "create it there, or change the url")
        default:
            return Failure(
                "requirement.external_unreachable", "the external server does not answer",
                at: place, because: causes, hint: "start it, or check host and port of the url")
        }
    }
}
