import Configuration
import Planning
import Platform
import Requirements
import RunState
import Steps
import Supervision
import Truth
import Vocabulary

extension StartPlanning {
    /// The plan as far as it can be made, with what keeps the rest from it. Looks, and changes
    /// nothing.
    ///
    /// - Throws: where nothing can be told at all, such as for a component that there is not.
    func explanation() throws -> StartExplanation {
        let selection = try selection()
        var survey = try survey()
        let run = present.record?.run ?? parts.runs.nextRun(of: project.scope)
        let ports = try parts.ports.outlook(
            requests(survey.resolutions), scope: project.scope, project: project.name, run: run,
            rules: rules())
        survey.add(ports)
        let (blueprint, notes) = try blueprint(
            run: run, survey.resolutions, ports: ports.map(\.plan),
            secrets: try secrets(saved: false))
        let components = explained(selection, blueprint, survey)
        var result = StartExplanation(
            project: project, run: present.record?.run, isRunning: !present.running.isEmpty,
            before: before, components: components,
            ports: ports.filter { $0.refusal == nil }.map(\.plan),
            problem: refusal(ports, outside: selection),
            notes: notes + selection.ordered.flatMap { survey.resolutions[$0]?.notes ?? [] })
        if result.isPossible { addSteps(blueprint, to: &result) }
        return result
    }

    /// What is found of each requirement, whatever becomes of the others.
    private struct Survey {
        var resolutions: [ComponentID: RequirementResolution] = [:]
        var problems: [ComponentID: Failure] = [:]
        var backends: [ComponentID: [BackendSurvey.Row]] = [:]

        mutating func add(_ ports: [PortOutlook]) {
            for port in ports where problems[port.plan.component] == nil {
                problems[port.plan.component] = port.refusal
            }
        }

        /// What keeps a component from its launch that only the launch would find.
        func lack(of component: PlannedComponent) -> Failure? {
            guard component.decision.launches else { return nil }
            return backends[component.id]?.first { $0.backend == component.backend }?.problem
        }
    }

    /// Ports are claimed for what is left out, too, and one that is refused keeps all from starting.
    private func refusal(_ ports: [PortOutlook], outside selection: Selection) -> Failure? {
        ports.first { $0.refusal != nil && !selection.ordered.contains($0.plan.component) }?.refusal
    }

    private func survey() throws -> Survey {
        var survey = Survey()
        for requirement in configuration.requirements {
            let adapter = try parts.registry.adapter(for: requirement.kind)
            do {
                let question = try question(about: requirement, true)
                do { survey.resolutions[requirement.id] = try adapter.resolve(question) } catch {
                    survey.problems[requirement.id] = Failure(error)
                }
                let chosen = survey.resolutions[requirement.id]
                survey.backends[requirement.id] =
                    BackendSurvey(adapter, question, chosen: chosen).rows
            } catch { survey.problems[requirement.id] = Failure(error) }
        }
        return survey
    }

    private func explained(
        _ selection: Selection, _ blueprint: Blueprint, _ survey: Survey
    ) -> [ExplainedComponent] {
        var problems = survey.problems.filter { selection.ordered.contains($0.key) }
        let planned = selection.ordered.map { id -> PlannedComponent in
            do {
                if problems[id] == nil {
                    let component = try component(id, blueprint)
                    problems[id] = survey.lack(of: component)
                    if problems[id] == nil { return component }
                }
            } catch { problems[id] = Failure(error) }
            return PlannedComponent(
                id: id, kind: kind(of: id), needs: needs(of: id).map(\.name),
                decision: .start("it does not run"), backend: configured(id))
        }
        var blocked: [ComponentID: ComponentID] = [:]
        return (Decisions.propagate(planned, restarting: restarting) + left(out: selection)).map {
            component in
            let cause = component.needs.first { problems[$0] != nil || blocked[$0] != nil }
            blocked[component.id] = cause
            let isSelected = selection.skipped[component.id] == nil
            return ExplainedComponent(
                plan: component, status: present.observed?[component.id]?.status,
                statusReason: present.observed?[component.id]?.reason,
                problem: isSelected ? problems[component.id] : nil,
                blocker: isSelected ? cause : nil, data: data(of: component.id, blueprint),
                backends: survey.backends[component.id] ?? [])
        }
    }

    private func configured(_ id: ComponentID) -> Backend {
        // Of `auto` the first that is tried.
        configuration.requirement(id).flatMap { Backend(rawValue: $0.backend.rawValue) } ?? .native
    }

    private func data(of id: ComponentID, _ blueprint: Blueprint) -> ExplainedData? {
        guard configuration.requirement(id) != nil, let resolution = blueprint.resolutions[id],
            resolution.backend != .external
        else { return nil }
        let paths = blueprint.paths(of: id, on: resolution.backend)
        // A container's data is in a volume; its record is ours.
        let place = resolution.backend == .native ? paths.data : paths.record
        if FileSystem.exists(place) { return .present }
        return blueprint.cloneSources[id].map { .clone($0.project) } ?? .new
    }

    /// What `Recovery` would do first.
    private var before: [String] {
        guard let launch = present.launch else { return [] }
        var notes: [String] = []
        let stopper = StopWithoutSupervisor(launchRecord: launch, kernel: parts.kernel)
        if !present.supervisorLives, !stopper.unfinished.isEmpty {
            notes.append("an earlier start was cut short; what it began is undone first")
        }
        if present.isOrphaned {
            notes.append("its supervisor was lost; what still runs gets a new one, and stays")
        }
        return notes
    }

    private func addSteps(_ blueprint: Blueprint, to explanation: inout StartExplanation) {
        let plan = StartPlan(
            blueprint: blueprint, components: explanation.components.map(\.plan),
            continuesRun: present.supervisorLives, notes: explanation.notes, rules: rules())
        do {
            explanation.steps = try StartRun(request, plan, present, parts).plannedSteps().map {
                .init(id: $0.id.rawValue, description: $0.description)
            }
        } catch { explanation.problem = Failure(error) }
    }
}
