import Configuration
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
            function: { [wanted = instance.configuration.version] _ in
                let version = try await Blocking.run { try ask(access, tls: tls) }
                try ExternalVersion.check(
                    version, is: wanted, PostgresAdapter.definition.title, at: place(of: access))
                return nil
            },
            idempotent: true, timeout: 30_000, component: instance.component)
    }

    /// Connects as a service would. Where TLS is demanded, or a way of authentication that is not
    /// known here, that the server answers is all that can be seen.
    ///
    /// - Returns: its version, where it could be asked.
    private static func ask(_ access: PostgresAccess, tls: String) throws -> String? {
        do {
            if ["require", "verify-ca", "verify-full"].contains(tls) {
                guard try offersTLS(access) else {
                    throw Failure("postgres.no_tls", "the server offers no TLS")
                }
                return nil
            }
            let connection = try connect(access)
            let client = try PostgresClient(
                connection, user: access.user, database: access.database,
                password: access.password)
            return try version(client)
        } catch {
            if try isUnknowable(error, access) { return nil }
            throw failure(error, access)
        }
    }

    /// `15.18` of `15.18 (Debian 15.18-0+deb12u1)`.
    private static func version(_ client: PostgresClient) throws -> String? {
        let answer = try client.query("SHOW server_version").first?.first ?? nil
        return answer.map { String($0.prefix { $0 != " " }) }
    }

    private static func place(of access: PostgresAccess) -> String {
        "\(access.host):\(access.port)"
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
        let place = place(of: access)
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
