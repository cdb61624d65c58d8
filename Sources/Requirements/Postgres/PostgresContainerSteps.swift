import Digests
import Platform
import Steps
import Vocabulary

/// What is done around the launch of a cluster in a container.
struct PostgresContainerSteps {
    private let instance: RequirementInstance
    private let container: DockerContainer
    private let access: PostgresAccess

    init(_ instance: RequirementInstance) throws {
        self.instance = instance
        container = try DockerContainer(instance)
        access = try PostgresAccess(instance)
    }

    func steps() throws -> RequirementSteps {
        var docker = DockerSteps(container: container, keeper: PostgresAdapter())
        docker.content = ["user": access.user, "database": access.database]
        docker.locale = PostgresLocale.wanted(instance.configuration)
        var steps = RequirementSteps(prepare: try docker.prepare())
        let id = StepID(unchecked: instance.component.rawValue)
        let password = try Step(
            id.child("role"), "secure the data of \(instance.component)", function: secure,
            idempotent: true, component: instance.component)
        steps.bootstrap.append(password)
        let extensions = try PostgresExtensions(instance, access, container: container)
        if let extensions { steps.bootstrap.append(try extensions.step(dependsOn: [password.id])) }
        if let seed = try PostgresSeed(instance, container: container, access) {
            steps.bootstrap.append(
                try Step(
                    id.child("seed"), "seed \(access.database)", function: seed.run,
                    dependsOn: steps.bootstrap.map(\.id), idempotent: true,
                    check: { _ in try seed.isDone() }, component: instance.component))
        }
        return steps
    }

    /// The image gave new data its password; a copy has that of another project.
    private func secure(_ context: StepContext) async throws -> StepOutcomeNote? {
        var record = try instance.existingRecord()
        guard record.origin != nil else {
            return StepOutcomeNote(skipped: "the image has set it")
        }
        let password = try instance.secret("password")
        let digest = String(
            SHA256.hex(of: "\(record.identity)\n\(access.user)\n\(password)").prefix(32))
        if record.password == digest { return StepOutcomeNote(skipped: "the password is set") }
        try await Blocking.run { try setPassword(password, context) }
        record.password = digest
        try record.save(to: instance.paths.record, synced: true)
        return nil
    }

    /// Only what proves it is told, and not in an argument.
    private func setPassword(_ password: String, _ context: StepContext) throws {
        let role = PostgresTemplate.quoted(access.user)
        var process = container.engine.subprocess(container.psql(access, ["-f", "-"]))
        process.input = Array(
            "ALTER ROLE \(role) PASSWORD '\(Scram.verifier(password: password))';\n".utf8)
        process.mark = context.mark
        let result = try process.run(cancellation: context.cancellation)
        if result.isSuccess { return }
        throw container.engine.failure("set the password", result)
    }
}
