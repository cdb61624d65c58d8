import Platform
import Steps
import Supervision
import Vocabulary

/// The named volumes of a compose project: made by us, so that compose never removes one.
struct StackVolumes {
    private let stack: SupabaseStack
    private let engine: DockerEngine

    init(_ stack: SupabaseStack) throws {
        self.stack = stack
        engine = try stack.engine()
    }

    private var instance: RequirementInstance { stack.instance }
    private static let major = "major"

    func prepare(_ context: StepContext) throws -> StepOutcomeNote? {
        // While a client of ours lives, its containers are its business.
        if try !DataLock.isHeld(instance.paths.dataLock) { try removeStale(context) }
        let present = Set(try engine.call("list volumes", ["volume", "ls", "--quiet"]))
        if present.contains(stack.volume("db")) { try checkMajor() } else { try begin() }
        var isNew = false
        for name in stack.volumes {
            if present.contains(name) {
                try checkOwner(name)
            } else {
                try make(name)
                isNew = true
            }
        }
        return isNew ? nil : StepOutcomeNote(skipped: "the data is there")
    }

    /// The record of data that is about to be made.
    private func begin() throws {
        var record = DataRecord(identity: instance.newIdentity, isFresh: true)
        record.content[Self.major] = String(stack.settings.major)
        try FileSystem.createDirectories(Path.parent(instance.paths.record))
        try record.save(to: instance.paths.record)
    }

    private func make(_ name: String) throws {
        try engine.call(
            "make a volume",
            ["volume", "create"]
                + (stack.labelTexts + DockerOrigin.labels(instance)).flatMap { ["--label", $0] }
                + [name])
    }

    /// A server of another major version would refuse the data, and say so in a log only.
    private func checkMajor() throws {
        let record = try instance.existingRecord()
        let wanted = String(stack.settings.major)
        guard let had = record.content[Self.major], had != wanted else { return }
        throw Failure(
            "supabase.data_version", "the data of '\(instance.component)' is of another version",
            at: stack.volume("db"),
            because: ["it was made by version \(had), and version \(wanted) is asked for"],
            hint: "set 'version: \(had)', dump it with pg_dump \"$SUPABASE_DB_URL\", "
                + "remove the volume, and load the dump with version \(wanted)")
    }

    /// Something of that name that is not ours is never used.
    private func checkOwner(_ name: String) throws {
        let ours = try engine.call(
            "look at a volume",
            ["volume", "ls", "--quiet", "--filter", "name=^\(name)$"]
                + stack.labelTexts.flatMap { ["--filter", "label=\($0)"] })
        guard ours.isEmpty else { return }
        throw Failure(
            "docker.foreign_volume", "a volume of that name is not envctl's", at: name,
            because: ["it does not bear the labels \(stack.labelTexts.joined(separator: ", "))"],
            hint: "rename or remove it: docker volume rm \(name)")
    }

    /// Containers and networks with our labels that nobody of ours watches any more.
    private func removeStale(_ context: StepContext) throws {
        let found = try engine.call(
            "list containers",
            ["ps", "--all", "--quiet"] + stack.labelTexts.flatMap { ["--filter", "label=\($0)"] })
        if found.isEmpty { return }
        context.output("envctl: removing \(found.count) containers that an earlier run left")
        let removal = try stack.rule().removal
        var process = Subprocess(
            removal[0], Array(removal.dropFirst()), environment: engine.environment,
            directory: "/")
        process.timeout = 60_000
        let result = try process.run()
        if !result.isSuccess { throw engine.failure("remove containers", result) }
    }
}
