import Configuration
import Digests
import Platform
import Steps
import Vocabulary

/// What is done around the launch of a cluster.
struct PostgresSteps {
    private let instance: RequirementInstance
    private let program: String
    private let access: PostgresAccess
    private let template: PostgresTemplate
    private let isFast: Bool
    private let sync = Beside<Void>()
    /// Some thousand rounds of a digest, over before the server answers.
    private let verifier = Beside<String>()

    init(_ instance: RequirementInstance, program: String) throws {
        self.instance = instance
        self.program = program
        access = try PostgresAccess(instance)
        template = try PostgresTemplate(instance, program: program, access)
        isFast = instance.value("durability")?.string == "fast"
    }

    func steps() throws -> RequirementSteps {
        let id = StepID(unchecked: instance.component.rawValue)
        let made = try step(
            id.child("template"), "make the template of \(instance.component)",
            check: { [self] _ in
                instance.cloneSource != nil || FileSystem.exists(instance.paths.data)
                    || template.exists
            },
            makeTemplate)
        let data = try step(
            id.child("data"), "prepare the data of \(instance.component)",
            dependsOn: [made.id], prepareData)
        let password = try step(
            id.child("role"), "secure the data of \(instance.component)", secure)
        var bootstrap = [password]
        let extensions = try PostgresExtensions(instance, access, container: nil)
        if let extensions { bootstrap.append(try extensions.step(dependsOn: [password.id])) }
        if let seed = try PostgresSeed(instance, program: program, access) {
            bootstrap.append(
                try step(
                    id.child("seed"), "seed \(access.database)", dependsOn: bootstrap.map(\.id),
                    check: { _ in try seed.isDone() }, seed.run))
        }
        return RequirementSteps(prepare: [made, data], bootstrap: bootstrap)
    }

    private func step(
        _ id: StepID, _ description: String, dependsOn: [StepID] = [], check: StepCheck? = nil,
        _ function: @escaping StepFunction
    ) throws -> Step {
        try Step(
            id, description, function: function, dependsOn: dependsOn, idempotent: true,
            check: check, component: instance.component)
    }

    private func makeTemplate(_ context: StepContext) async throws -> StepOutcomeNote? {
        try instance.checkReach()
        let work = AccountWork(instance, context)
        let made = try await Blocking.run {
            try template.make(work) { context.progress("waiting for \($0)") }
        }
        return made ? nil : StepOutcomeNote(skipped: "another start made it")
    }

    private func prepareData(_ context: StepContext) async throws -> StepOutcomeNote? {
        try instance.checkReach()
        let work = AccountWork(instance, context)
        let data = PostgresData(instance: instance, program: program, template: template)
        let cloned = try await Blocking.run {
            try data.prepare(work) { context.progress($0) }
        }
        let record = try instance.existingRecord()
        if !isFast && !record.isDurable { beginSync() }
        let password = try instance.secret("password")
        if record.password != passwordDigest(password, record) {
            verifier.begin { Scram.verifier(password: password) }
        }
        return cloned ? nil : StepOutcomeNote(skipped: "the data is there")
    }

    /// File by file, beside the start of its server; not under the step's cancellation: it outlives
    /// the step, and ends by itself.
    ///
    /// `initdb --sync-only` starts the writing of all files and then waits for each, folders too; that
    /// is one program for some thousand files, and it leaves out what vanishes meanwhile. A `sync -f`
    /// would wait for everyone's files.
    private func beginSync() {
        let work = AccountWork(
            account: instance.account, helper: instance.helper,
            path: instance.host.environment["PATH"])
        let tool = Path.join(Path.parent(program), "initdb")
        let data = instance.paths.data
        sync.begin { try work.run("sync the data", tool, ["--sync-only", "-D", data]) }
    }

    /// The role's password, for data that is new to this project; and the copy's way to the disk.
    private func secure(_ context: StepContext) async throws -> StepOutcomeNote? {
        var record = try instance.existingRecord()
        let digest = passwordDigest(try instance.secret("password"), record)
        if record.password != digest {
            let ready = try await verifier.end()
            try await Blocking.run { try setPassword(ready) }
            record.password = digest
        } else if record.isDurable || isFast {
            return StepOutcomeNote(skipped: "the password is set")
        }
        _ = try await sync.end()
        record.unflushedIn = nil
        if !isFast { record.isDurable = true }
        if instance.value("seed") == nil { record.isFresh = false }
        try record.save(to: instance.paths.record, synced: !isFast)
        return nil
    }

    /// Which data knows which password, without telling it.
    private func passwordDigest(_ password: String, _ record: DataRecord) -> String {
        String(SHA256.hex(of: "\(record.identity)\n\(access.user)\n\(password)").prefix(32))
    }

    /// - Parameter ready: the verifier, where it was computed before.
    private func setPassword(_ ready: String?) throws {
        let client = try PostgresClient.overSocket(instance, access, database: access.database)
        let verifier = try ready ?? Scram.verifier(password: instance.secret("password"))
        let role = PostgresTemplate.quoted(access.user)
        try client.query("SET synchronous_commit = on; ALTER ROLE \(role) PASSWORD '\(verifier)'")
    }
}

extension PostgresAdapter: SpareProvider {
    package func spare(of instance: RequirementInstance) throws -> Spare? {
        guard let program = instance.resolution.program else { return nil }
        let template = try PostgresTemplate(
            instance, program: program, try PostgresAccess(instance))
        return Spare(instance, of: template.path)
    }
}

extension PostgresClient {
    /// Through the private socket folder, where local connections are trusted.
    static func overSocket(
        _ instance: RequirementInstance, _ access: PostgresAccess, database: String
    ) throws -> PostgresClient {
        let access = try access.live(instance)
        let path = Path.join(instance.paths.sockets, ".s.PGSQL.\(access.port)")
        let connection = try Connection.unix(
            path, owner: instance.account?.userID ?? instance.host.userID, milliseconds: 30_000)
        return try PostgresClient(
            connection, user: access.user, database: database, password: access.password)
    }
}
