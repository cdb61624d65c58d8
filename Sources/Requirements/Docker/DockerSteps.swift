import Configuration
import Platform
import Steps
import Vocabulary

/// What is done before a container is run: its image, what an earlier run left, its volume.
struct DockerSteps: Sendable {
    let container: DockerContainer

    private var instance: RequirementInstance { container.instance }
    private var engine: DockerEngine { container.engine }

    func prepare() throws -> [Step] {
        let id = StepID(unchecked: instance.component.rawValue)
        let image = DockerImage(
            engine: engine, reference: container.image,
            pull: .of(instance.configuration))
        let provide = try image.step(id.child("image"), of: instance.component)
        let volume = try Step(
            id.child("volume"), "prepare the volume of \(instance.component)",
            function: { context in try await Blocking.run { try prepareVolume(context) } },
            dependsOn: [provide.id], idempotent: true, component: instance.component)
        return [provide, volume]
    }

    private func prepareVolume(_ context: StepContext) throws -> StepOutcomeNote? {
        // While a client of ours lives, the container is its business.
        if try !DataLock.isHeld(instance.paths.dataLock) { try removeStale(context) }
        let isThere = try exists("volume", name: container.name)
        if isThere {
            try checkOwner()
            return StepOutcomeNote(skipped: "the data is there")
        }
        let record = DataRecord(identity: instance.newIdentity, isFresh: true)
        try FileSystem.createDirectories(Path.parent(instance.paths.record))
        try record.save(to: instance.paths.record)
        try engine.call(
            "make the volume",
            ["volume", "create"] + container.labels.flatMap { ["--label", $0] } + [container.name])
        return nil
    }

    /// Containers with our labels that nobody of ours watches any more: asked to end, then removed.
    private func removeStale(_ context: StepContext) throws {
        let filters = container.labels.flatMap { ["--filter", "label=\($0)"] }
        let found = try engine.call(
            "list containers", ["ps", "--all", "--quiet", "--no-trunc"] + filters)
        for id in found {
            context.output(
                "envctl: removing a container that an earlier run left: \(id.prefix(12))")
            // One that is on its way out is no reason to fail: that it is gone is what counts.
            _ = try engine.run(["stop", "--time", "30", id], timeout: 60_000)
            try remove(id)
        }
    }

    private func remove(_ id: String) throws {
        let result = try engine.run(["rm", "--force", id], timeout: 60_000)
        var left = 200
        while try isThere(id), left > 0 {
            pause(milliseconds: 100)
            left -= 1
        }
        if left == 0 { throw engine.failure("remove a container", result) }
    }

    private func isThere(_ id: String) throws -> Bool {
        let words = ["ps", "--all", "--quiet", "--no-trunc", "--filter", "id=\(id)"]
        return try !engine.call("list containers", words).isEmpty
    }

    /// Something of that name that is not ours is never used.
    private func checkOwner() throws {
        let labels = try engine.call(
            "look at the volume",
            [
                "volume", "ls", "--quiet", "--filter", "name=^\(container.name)$",
            ] + container.labels.flatMap { ["--filter", "label=\($0)"] })
        guard labels.isEmpty else { return }
        throw Failure(
            "docker.foreign_volume", "a volume of that name is not envctl's", at: container.name,
            because: ["it does not bear the labels \(container.labels.joined(separator: ", "))"],
            hint: "rename or remove it: docker volume rm \(container.name)")
    }

    private func exists(_ kind: String, name: String) throws -> Bool {
        try !engine.call(
            "list volumes", [kind, "ls", "--quiet", "--filter", "name=^\(name)$"]
        ).isEmpty
    }
}
