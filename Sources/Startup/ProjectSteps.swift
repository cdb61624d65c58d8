import Configuration
import Planning
import Platform
import RunState
import Steps
import Vocabulary

/// The steps that the project itself declares: `prepare` of services, and `steps`.
struct ProjectSteps {
    let session: StartSession

    /// A `prepare` list: one after the other, and what ran makes those after it run.
    func prepare(of service: ServiceConfiguration) throws -> [Step] {
        var made: [Step] = []
        for configured in service.prepare {
            let id = StepID(unchecked: "\(service.id).prepare.\(configured.id)")
            var step = try step(id, configured, for: service.id)
            step.dependsOn = made.last.map { [$0.id] } ?? []
            step.rerunsWith = made.map(\.id)
            made.append(step)
        }
        return made
    }

    /// All entries of `steps` that belong to this start: those before services that are launched,
    /// and those that belong to no service.
    func all() throws -> [Step] {
        let steps = session.request.steps
        let launched = Set(session.plan.changes.map(\.id))
        let known = launched.union(
            session.plan.components.map(\.id).filter { steps?.has($0) ?? false })
        return try session.configuration.steps
            .filter { step in
                step.before.isEmpty || step.before.contains { known.contains($0.name) }
            }
            .map { configured in
                var step = try named(configured, launched: known)
                // All that it comes before runs, after it was done, and nobody named it.
                let wasDone = steps?.isDone(step.id) ?? false
                step.isSettled =
                    wasDone && !configured.before.isEmpty
                    && step.id != session.request.resumesFrom
                    && !configured.before.contains { launched.contains($0.name) }
                return step
            }
    }

    /// The ids of the steps that have to be over before the service is launched.
    func before(_ service: ComponentID) -> [StepID] {
        session.configuration.steps.filter { $0.before.contains { $0.name == service } }.map(
            Self.id)
    }

    private static func id(_ configured: StepConfiguration) -> StepID {
        StepID(unchecked: "steps.\(configured.id)")
    }

    /// After the preparation of the services it comes before, and after what it needs.
    private func named(
        _ configured: StepConfiguration, launched: Set<ComponentID>
    ) throws -> Step {
        var step = try step(Self.id(configured), configured, for: configured.before.first?.name)
        let prepared = configured.before.filter { launched.contains($0.name) }
            .compactMap { session.configuration.service($0.name) }
            .compactMap { service in
                service.prepare.last.map { StepID(unchecked: "\(service.id).prepare.\($0.id)") }
            }
        step.dependsOn = prepared + configured.needs.flatMap { session.lastSteps(of: $0.name) }
        if !step.inputs.isEmpty {
            step.inputs += try session.dataRecords(of: configured.needs.map(\.name))
        }
        return step
    }

    private func step(
        _ id: StepID, _ configured: StepConfiguration, for component: ComponentID?
    ) throws -> Step {
        let inputs = configured.inputs.map { StepInput.glob($0, root: configured.directory) }
        var step = try Step(
            id, Self.title(configured),
            function: { [session] context in
                _ = try await context.run(
                    try session.command(configured.run, of: configured, component))
                return nil
            },
            check: check(configured, component), timeout: configured.timeoutMilliseconds,
            inputs: inputs.isEmpty
                ? [] : inputs + [.value(name: "run", configured.run.json.compact)],
            component: component, logPath: session.stepLog(component))
        step.isDescribedByCommand = true
        return step
    }

    /// What it makes is there, and its own check says so; nil where nothing can tell.
    private func check(_ configured: StepConfiguration, _ component: ComponentID?) -> StepCheck? {
        if configured.creates.isEmpty && configured.check == nil { return nil }
        return { [session] context in
            for name in configured.creates
            where !FileSystem.exists(Path.absolute(name, in: configured.directory)) { return false }
            guard let check = configured.check else { return true }
            var command = try session.command(check, of: configured, component)
            command.phase = .check
            command.ignoredExitCodes = Set(0...255)
            return try await context.run(command).exit.isSuccess
        }
    }

    private static func title(_ configured: StepConfiguration) -> String {
        switch configured.run {
        case .shell(let template): template.text
        case .arguments(let templates): templates.map(\.text).joined(separator: " ")
        }
    }
}
