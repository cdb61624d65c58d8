import Configuration
import Platform
import Steps
import Vocabulary

/// What is done before compose runs: images, what an earlier run left, volumes, the file.
struct SupabasePreparation {
    let stack: SupabaseStack

    private var instance: RequirementInstance { stack.instance }
    private var id: StepID { StepID(unchecked: instance.component.rawValue) }

    func steps() throws -> [Step] {
        let file = try step("compose", "write the compose file of \(instance.component)", after: [])
        {
            let text = SupabaseCompose(stack: stack).text
            let isNew = try ComposeFile.write(text, to: stack.file, of: instance.component)
            return isNew ? nil : StepOutcomeNote(skipped: "it is there, as it should be")
        }
        let images = try stack.parts.map { part in
            var step = try DockerImage(
                engine: try stack.engine(), reference: stack.image(part), pull: pull
            ).step(id.child("image").child(part.rawValue), of: instance.component)
            step.dependsOn = [file.id]
            return step
        }
        let volumes = try Step(
            id.child("volumes"), "prepare the volumes of \(instance.component)",
            function: { context in
                try await Blocking.run { try StackVolumes(stack).prepare(context) }
            }, dependsOn: images.map(\.id), idempotent: true, component: instance.component)
        return [file] + images + [volumes]
    }

    private var pull: DockerImage.Pull {
        instance.value("pull")?.string.flatMap(DockerImage.Pull.init) ?? .missing
    }

    private func step(
        _ name: String, _ description: String, after: [StepID],
        _ work: @escaping @Sendable () throws -> StepOutcomeNote?
    ) throws -> Step {
        try Step(
            id.child(name), description, function: { _ in try await Blocking.run(work) },
            dependsOn: after, idempotent: true, component: instance.component)
    }
}
