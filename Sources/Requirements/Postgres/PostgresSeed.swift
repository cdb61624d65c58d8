import Configuration
import Platform
import Steps
import Vocabulary

/// The first content of a database, once for each data folder.
struct PostgresSeed: Sendable {
    /// What it runs, `argv[0]` included.
    private let command: [String]
    private let program: String
    private let isFile: Bool
    /// Where the server runs in one, `psql` does too: it is of the right version there.
    private let container: DockerContainer?
    private let instance: RequirementInstance
    private let access: PostgresAccess

    /// Nil where none is configured.
    init?(_ instance: RequirementInstance, program: String, _ access: PostgresAccess) throws {
        guard let value = instance.value("seed") else { return nil }
        self.instance = instance
        self.access = access
        container = nil
        if let file = value.json.string {
            isFile = true
            self.program = try Self.psql(beside: program, instance)
            // One transaction: a failed seed leaves nothing.
            command = ["psql", "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-f", file]
        } else {
            isFile = false
            command = value.strings ?? []
            self.program = try Self.find(command.first ?? "", instance)
        }
    }

    /// For a server in a container; nil where none is configured.
    init?(_ instance: RequirementInstance, container: DockerContainer, _ access: PostgresAccess)
        throws
    {
        guard let value = instance.value("seed") else { return nil }
        self.instance = instance
        self.access = access
        isFile = value.json.string != nil
        self.container = isFile ? container : nil
        if let file = value.json.string {
            program = container.engine.program
            command = ["docker"] + container.psql(access, ["-1", "-f", "-"]) + [file]
        } else {
            command = value.strings ?? []
            program = try Self.find(command.first ?? "", instance)
        }
    }

    private static func psql(beside server: String, _ instance: RequirementInstance) throws
        -> String
    {
        let beside = Path.join(Path.parent(server), "psql")
        return FileSystem.isExecutable(beside) ? beside : try find("psql", instance)
    }

    private static func find(_ name: String, _ instance: RequirementInstance) throws -> String {
        let path = instance.host.environment["PATH"]
        if let found = Program.find(name, path: path, directory: instance.projectRoot) {
            return found
        }
        throw Failure(
            "requirement.program_missing", "the program of the seed, '\(name)', is not installed",
            at: "requirements.\(instance.component).seed")
    }

    func isDone() throws -> Bool { try instance.existingRecord().isSeeded }

    func run(_ context: StepContext) async throws -> StepOutcomeNote? {
        if isFile { try checkFile() }
        var record = try instance.existingRecord()
        if record.isFresh, record.seedBegan { try await startOver() }
        record.seedBegan = true
        // A command may commit half-way: after a power cut that must be known.
        try record.save(to: instance.paths.record, synced: !isFile)
        let result = try await Blocking.run {
            try process(context).run(cancellation: context.cancellation)
        }
        for line in result.text.split(separator: "\n") { context.output(String(line)) }
        guard result.isSuccess else {
            if record.isFresh { try await startOver() }
            throw failure(result)
        }
        record.isSeeded = true
        record.isFresh = false
        try record.save(to: instance.paths.record, synced: true)
        return nil
    }

    private func process(_ context: StepContext) throws -> Subprocess {
        if let container { return try process(in: container, context) }
        var process = Subprocess(
            program, Array(command.dropFirst()), environment: try environment(),
            directory: instance.projectRoot)
        process.mark = context.mark
        return process
    }

    /// The file is fed to `psql`: the container does not see it.
    private func process(
        in container: DockerContainer, _ context: StepContext
    ) throws -> Subprocess {
        let file = Path.absolute(command.last ?? "", in: instance.projectRoot)
        var process = container.engine.subprocess(Array(command.dropFirst().dropLast()))
        process.input = try FileSystem.read(file)
        process.mark = context.mark
        return process
    }

    /// The caller's, without its own settings for postgres, and with what services get.
    private func environment() throws -> [String: String] {
        let access = try access.live(instance)
        var environment = instance.host.environment.filter { !$0.key.hasPrefix("PG") }
        for (name, value) in access.variables { environment[name] = value }
        for pair in access.projection(instance).environment { environment[pair.name] = pair.value }
        return environment
    }

    private func checkFile() throws {
        let file = Path.absolute(command.last ?? "", in: instance.projectRoot)
        guard FileSystem.exists(file) else {
            throw Failure(
                "requirement.seed_missing", "the seed file does not exist", at: file,
                hint: "change requirements.\(instance.component).seed, or make the file")
        }
    }

    /// Drops what a seed left half-way and makes the database again; only on data that has never
    /// been ready, so nothing of the user's can be in it.
    private func startOver() async throws {
        let name = PostgresTemplate.quoted(access.database)
        let other = access.database == "postgres" ? "template1" : "postgres"
        let major = instance.resolution.version?.split(separator: ".").first.flatMap { Int($0) }
        let force = (major ?? 0) >= 13 ? " WITH (FORCE)" : ""
        try await Blocking.run {
            try query(
                ["DROP DATABASE IF EXISTS \(name)\(force)", "CREATE DATABASE \(name)"], on: other)
        }
    }

    private func query(_ statements: [String], on database: String) throws {
        if instance.resolution.backend == .docker {
            let container = try DockerContainer(instance)
            var access = access
            access.database = database
            let words = statements.flatMap { ["-c", $0] }
            try container.engine.call("make the database anew", container.psql(access, words))
            return
        }
        let client = try PostgresClient.overSocket(instance, access, database: database)
        for statement in statements { try client.query(statement) }
    }

    /// What was fed to `psql` is the file.
    private func named(_ position: String) -> String {
        guard container != nil, position.hasPrefix("<stdin>") else { return position }
        return (command.last ?? "") + position.dropFirst("<stdin>".count)
    }

    private func failure(_ result: Subprocess.Result) -> Failure {
        let lines = result.text.split(separator: "\n").map { String($0) }
        let place = lines.lazy.compactMap(PostgresAdapter.seedPosition).first
            .map(named)
        return Failure(
            "requirement.seed_failed", "the seed failed; nothing of it was kept",
            at: place ?? "requirements.\(instance.component).seed",
            because: [result.cancelled ? "it was cancelled" : lastLines(of: result.text)],
            hint: "mend the seed, then envctl start again")
    }
}
