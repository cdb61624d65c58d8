import Configuration
import Platform
import Steps
import Vocabulary

/// Extensions that are asked for of data which may have been made without them: a template has them
/// already, data that was there before the configuration named them, a copy, or a container has not.
struct PostgresExtensions: Sendable {
    private let instance: RequirementInstance
    private let access: PostgresAccess
    private let container: DockerContainer?
    private let wanted: [String]

    /// Nil where none are configured.
    init?(
        _ instance: RequirementInstance, _ access: PostgresAccess, container: DockerContainer?
    ) throws {
        wanted = instance.value("extensions")?.strings ?? []
        if wanted.isEmpty { return nil }
        self.instance = instance
        self.access = access
        self.container = container
    }

    /// One that is configured now is a reason to restart: only then it is made.
    static func addFingerprint(of instance: RequirementInstance, to parts: inout FingerprintParts) {
        let names = instance.value("extensions")?.strings ?? []
        if !names.isEmpty { parts.add("extensions", names.joined(separator: ",")) }
    }

    func step(dependsOn: [StepID]) throws -> Step {
        try Step(
            StepID(unchecked: instance.component.rawValue).child("extensions"),
            "add the extensions of \(access.database)", function: run, dependsOn: dependsOn,
            idempotent: true, check: { _ in try missing().isEmpty },
            component: instance.component)
    }

    private func missing() throws -> [String] {
        let there = try instance.existingRecord().extensions
        return wanted.filter { !there.contains($0) }
    }

    private func run(_ context: StepContext) async throws -> StepOutcomeNote? {
        let statements = try missing().map {
            "CREATE EXTENSION IF NOT EXISTS \(PostgresTemplate.quoted($0)) CASCADE"
        }
        do {
            try await Blocking.run { try execute(statements) }
        } catch {
            let failure = Failure(error)
            throw Failure(
                "requirement.extension", "an extension could not be added to \(access.database)",
                at: "requirements.\(instance.component).extensions",
                because: [failure.message] + failure.causes,
                hint: "install it for this server, or remove it from 'extensions:'")
        }
        var record = try instance.existingRecord()
        record.extensions = Set(record.extensions + wanted).sorted()
        try record.save(to: instance.paths.record, synced: true)
        return nil
    }

    private func execute(_ statements: [String]) throws {
        guard let container else {
            let client = try PostgresClient.overSocket(
                instance, access, database: access.database)
            for statement in statements { try client.query(statement) }
            return
        }
        try container.engine.call(
            "add the extensions", container.psql(access, statements.flatMap { ["-c", $0] }))
    }
}
