import Platform
import Supervision
import Vocabulary

/// When a Supabase is ready: its database answers, and the gateway answers through to auth and REST.
/// Asked in the order in which they depend on each other, so that the first that fails is named.
struct SupabaseProbe {
    let stack: SupabaseStack
    let access: SupabaseAccess

    func ready() throws -> Probe {
        var probes: [Probe] = [.exchange(try database())]
        for (part, path) in [
            (SupabasePart.auth, "/auth/v1/health"), (.rest, "/rest/v1/"),
        ] where stack.has(part) {
            probes.append(.http(try through(path, to: part)))
        }
        return .all(probes)
    }

    private func database() throws -> ExchangeProbe {
        var probe = ExchangeProbe(
            port: try stack.port("db"),
            send: PostgresMessage.startup(
                user: SupabaseAccess.user, database: SupabaseAccess.database),
            expect: [UInt8(ascii: "R")])
        probe.address = stack.address
        probe.title = "the database of Supabase"
        probe.pauseAfterRefusal = 50
        return probe
    }

    private func through(_ path: String, to part: SupabasePart) throws -> HTTPProbe {
        var probe = HTTPProbe(port: try stack.port("main"), path: path)
        probe.address = stack.address
        probe.status = 200...299
        probe.title = "\(part) through the gateway"
        let key = access.anonKey ?? ""
        probe.requestHeaders = [("apikey", key), ("Authorization", "Bearer \(key)")]
        return probe
    }
}
