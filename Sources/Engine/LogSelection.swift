import Configuration
import Inspection
import Planning
import Routing
import RunState
import StateActions
import Truth
import Vocabulary

/// Which logs a command is about: those of the named components, else all that are there.
struct LogSelection {
    private let context: CommandContext
    private let targets: Targets

    init(_ context: CommandContext, _ targets: Targets) {
        self.context = context
        self.targets = targets
    }

    /// - Throws: `component.unknown`, `logs.none`, `environment.not_running`.
    func named(in inspected: InspectedProject) throws -> [LogSource] {
        let found = try sources(of: inspected)
        guard found.isEmpty, context.route.components.isEmpty, !inspected.isRunning else {
            return found
        }
        throw inspected.notRunning("there are no logs yet")
    }

    /// The same where having none is no mistake.
    func sources(of inspected: InspectedProject) throws -> [LogSource] {
        let present = present(inspected)
        let wanted = context.route.components
        if wanted.isEmpty { return present }
        var known = inspected.components
        known += present.map(\.component).filter { !known.contains($0) }
        if known.isEmpty { throw inspected.notRunning("there are no logs yet") }
        return try wanted.map { name in
            if !known.contains(name) { try refuse(name, known, inspected) }
            return LogSource(
                project: inspected.project.name, component: name,
                path: folders(inspected).log(name))
        }
    }

    /// Those whose files are there now.
    func present(_ inspected: InspectedProject) -> [LogSource] {
        LogSource.all(
            of: inspected.project.name, in: folders(inspected), recorded: inspected.components)
    }

    private func folders(_ inspected: InspectedProject) -> ProjectLayout {
        context.layout.scope(inspected.project.scope).project(inspected.project.name)
    }

    /// A configured component that never ran is another mistake than one that does not exist.
    private func refuse(
        _ name: ComponentID, _ known: [ComponentID], _ inspected: InspectedProject
    ) throws {
        // Only for a better message; a broken configuration is not what was asked about.
        let found = try? context.configuration(
            of: inspected.project, mainWorktree: targets.standpoint?.mainWorktree)
        try refuse(name, asStepOf: found, inspected)
        let all = known + (found?.componentIDs ?? []).filter { !known.contains($0) }
        try Selection.check(name, among: all)
        throw Failure(
            "logs.none", "'\(name)' has written nothing yet",
            at: "project \(inspected.project.name)", because: ["it was never started"],
            hint: "envctl start \(name)")
    }

    /// What a step writes is not in a log, but in the record of the steps.
    private func refuse(
        _ name: ComponentID, asStepOf found: ProjectConfiguration?, _ inspected: InspectedProject
    ) throws {
        let step = "steps.\(name)"
        guard let found, found.steps.contains(where: { $0.id == name.rawValue }),
            !found.componentIDs.contains(name)
        else { return }
        let run = inspected.observed.map {
            context.layout.scope(inspected.project.scope).run($0.record.run)
        }
        let kept = run.map { "the end of what it wrote is kept in \($0.steps), as '\(step)'" }
        throw Failure(
            "logs.step", "'\(name)' is a step, and only components have logs",
            at: "project \(inspected.project.name)",
            because: [kept ?? "what it writes is kept in the run's steps.json"],
            hint: "where it failed, 'envctl errors' shows it")
    }
}
