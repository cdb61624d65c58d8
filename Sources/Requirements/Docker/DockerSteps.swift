import Configuration
import Platform
import Steps
import Vocabulary

/// What is done before a container is run: its image, what an earlier run left, its volume.
struct DockerSteps: Sendable {
    let container: DockerContainer
    /// Nil where its data can't be copied.
    var keeper: (any VolumeKeeper)?
    /// What new data will have in it.
    var content: [String: String] = [:]
    /// What new data will be made with; nil where that means nothing.
    var locale: String?

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
        if try swap.current() != nil {
            // While it is served, nobody has half made another.
            try swap.removeDoomed()
            if let keeper { try instance.checkOwnContent(keeper.definition.schema) }
            return StepOutcomeNote(skipped: "the data is there")
        }
        guard let source = instance.cloneSource, let keeper else {
            try makeEmpty()
            return nil
        }
        let work = VolumeWork(container: container, cancellation: context.cancellation)
        let copy = try VolumeCopy(source, work)
        try instance.checkContent(copy.record.content, keeper.definition.schema)
        let new = try swap.makeNew()
        do {
            _ = try copy.make(keeper, into: new)
            try work.fit(new, keeper)
            try swap.put(
                new,
                instance.record(
                    of: "project \(source.project)", copy.record.content,
                    locale: copy.record.locale, isDurable: true))
        } catch {
            // What is left of it the next start removes.
            try? swap.removeDoomed()
            throw error
        }
        return nil
    }

    private var swap: VolumeSwap {
        VolumeSwap(container: container, seam: DataSeam(instance.host))
    }

    /// Under the name that is known: an engine that has it not is another, or it was removed.
    private func makeEmpty() throws {
        try swap.removeDoomed()
        let known = try DataRecord(readingFrom: instance.paths.record)
        let volume = container.volume(try container.volumeName())
        if try volume.exists() { return try volume.checkOwner() }
        var record = DataRecord(identity: instance.newIdentity, isFresh: true)
        record.volume = known?.volume
        record.content = content
        record.locale = locale
        try FileSystem.createDirectories(Path.parent(instance.paths.record))
        try record.save(to: instance.paths.record)
        try volume.make()
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
}
