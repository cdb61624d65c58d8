import Platform
import Steps
import Vocabulary

/// A Supabase that the user runs: asked once, never started, stopped or changed.
struct SupabaseExternal: Sendable {
    private let access: SupabaseAccess
    private let address: ServerAddress

    static func probe(_ instance: RequirementInstance) throws -> Step {
        let external = try SupabaseExternal(instance)
        return try Step(
            StepID(unchecked: instance.component.rawValue).child("external"),
            "ask the external \(instance.component)",
            function: { _ in
                try await Blocking.run {
                    try external.askGateway()
                    try external.askDatabase()
                    return nil
                }
            }, idempotent: true, timeout: 60_000, component: instance.component)
    }

    private init(_ instance: RequirementInstance) throws {
        access = try SupabaseAccess(instance)
        address = try SupabaseAccess.address(access.url ?? "")
    }

    private var place: String { "\(address.host):\(address.port)" }

    /// Through TLS nothing is said: that it takes the connection is what can be seen.
    private func askGateway() throws {
        do {
            if address.scheme == "https" {
                _ = try Connection.tcp(address.host, address.port, milliseconds: 10_000)
                return
            }
            for (name, key) in [
                ("anon_key", access.anonKey), ("service_role_key", access.serviceRoleKey),
            ] where key != nil || name == "anon_key" { try ask(name, key) }
        } catch let error as Failure where error.code == "requirement.external_password" {
            throw error
        } catch {
            let why = Failure(error)
            throw Failure(
                "requirement.external_unreachable",
                "the external server does not answer, or is no Supabase", at: place,
                because: [why.message] + why.causes, hint: "start it, or check the url")
        }
    }

    private func ask(_ name: String, _ key: String?) throws {
        let prefix = address.path.isEmpty ? "" : "/" + address.path
        let exchange = HTTPExchange(host: address.host, port: address.port)
        let headers = key.map { [("apikey", $0), ("Authorization", "Bearer \($0)")] } ?? []
        for path in ["/auth/v1/health", "/rest/v1/"] {
            let answer = try exchange.send("GET", prefix + path, headers: headers)
            if answer.isSuccess || key == nil && [401, 403].contains(answer.status) { continue }
            if [401, 403].contains(answer.status) { throw refused(name, path, answer.status) }
            throw Failure("requirement.no_http", "\(path) answered with status \(answer.status)")
        }
    }

    private func refused(_ name: String, _ path: String, _ status: Int) -> Failure {
        Failure(
            "requirement.external_password", "the external server does not accept its '\(name)'",
            at: place, because: ["\(path) answered with status \(status)"],
            hint: "check '\(name)'; it has to be of the same project as the url")
    }

    // MARK: the database

    private func askDatabase() throws {
        guard let url = access.databaseURL else { return }
        let server = try ServerAddress(
            url, schemes: ["postgresql", "postgres"], defaultPort: 5432)
        let place = "\(server.host):\(server.port)"
        let user = server.user ?? SupabaseAccess.user
        do {
            _ = try PostgresClient(
                try Connection.tcp(server.host, server.port, milliseconds: 10_000), user: user,
                database: server.path.isEmpty ? SupabaseAccess.database : server.path,
                password: server.password)
        } catch let error as PostgresError where error.state == PostgresError.invalidPassword {
            throw Failure(
                "requirement.external_password",
                "the external database does not accept user '\(user)'", at: place,
                because: error.failure.causes, hint: "check user and password of 'db_url'")
        } catch {
            let why = Failure(error)
            if why.code == PostgresClient.unknownMethod { return }
            throw Failure(
                "requirement.external_unreachable", "the external database does not answer",
                at: place, because: [why.message] + why.causes, hint: "check 'db_url'")
        }
    }
}
