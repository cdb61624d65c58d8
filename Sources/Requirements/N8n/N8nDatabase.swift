import Configuration
import Platform
import Steps
import Vocabulary

/// The database of its own that n8n has in the server of another requirement.
struct N8nDatabase: Sendable {
    let database: OwnDatabase
    private let instance: RequirementInstance
    private let partner: RequirementPeer
    private let provider: any DatabaseProvider

    /// Nil where it keeps its data in its own folder: so it is wished, nothing else is there, or
    /// what is there belongs to somebody else.
    ///
    /// - Throws: `requirement.database_foreign` where that one was named.
    init?(_ instance: RequirementInstance) throws {
        guard let use = N8nAdapter.schema.uses else { return nil }
        let peers = instance.peers.map {
            (id: $0.component, provides: $0.adapter.definition.schema.provides)
        }
        guard let id = instance.configuration.partner(use, among: peers),
            let partner = instance.peers.first(where: { $0.component == id }),
            let provider = partner.adapter as? any DatabaseProvider
        else { return nil }
        self.instance = instance
        self.partner = partner
        self.provider = provider
        do {
            database = try provider.database(
                instance.component.rawValue == "n8n" ? "n8n" : "n8n_\(instance.component)",
                password: try instance.secret("database_password"), in: partner.instance)
        } catch let failure as Failure where failure.code == "requirement.database_foreign" {
            if instance.value(use.key) == nil { return nil }
            throw failure
        }
    }

    /// For people: `postgres`.
    var server: ComponentID { partner.component }
    var isOnEngine: Bool { partner.instance.resolution.backend == .docker }

    var variables: [(String, String)] {
        [
            ("DB_TYPE", "postgresdb"), ("DB_POSTGRESDB_HOST", database.host),
            ("DB_POSTGRESDB_PORT", database.port.description),
            ("DB_POSTGRESDB_DATABASE", database.name), ("DB_POSTGRESDB_USER", database.name),
            ("DB_POSTGRESDB_PASSWORD", database.password),
        ]
    }

    func step() throws -> Step {
        let id = StepID(unchecked: instance.component.rawValue).child("database")
        return try Step(
            id, "make the database of \(instance.component) in \(server)",
            function: { [instance] _ in
                try await Blocking.run {
                    guard let now = try N8nDatabase(try instance.current()) else { return nil }
                    try now.provider.provide(now.database, in: now.partner.instance)
                    return nil
                }
            }, idempotent: true,
            check: { [instance] _ in
                try await Blocking.run {
                    guard let now = try N8nDatabase(try instance.current()) else { return true }
                    return try now.provider.isProvided(now.database, in: now.partner.instance)
                }
            }, component: instance.component)
    }
}
