import Configuration
import Events
import Planning
import Platform
import Requirements
import RunState
import Supervision
import Truth
import Vocabulary

/// Makes the plan of a start: what is selected, how requirements would run, on which ports, and
/// what has to be done.
struct StartPlanning {
    let request: StartRequest
    let present: PresentProject
    let parts: StartupParts

    init(_ request: StartRequest, _ present: PresentProject, _ parts: StartupParts) {
        self.request = request
        self.present = present
        self.parts = parts
    }

    var project: Project { request.project }
    var configuration: ProjectConfiguration { request.configuration }

    /// The plan, with its ports claimed and its secrets generated and saved.
    func plan() throws -> StartPlan {
        let selection = try selection()
        let resolutions = try resolve(selection, installing: request.installMissing)
        try check(resolutions)
        let run = present.supervisorLives ? present.record?.run : nil
        let id = run ?? parts.runs.nextRun(of: project.scope)
        let claimed = try parts.ports.claim(
            requests(resolutions), scope: project.scope, project: project.name, run: id,
            rules: rules(), isAlive: isAlive)
        do {
            return try plan(
                selection, run: id, resolutions, ports: claimed, secrets: try secrets(saved: true))
        } catch {
            // Nothing will live on these ports: they stay reserved, and are in nobody's use.
            if run == nil { try parts.ports.endClaims(of: id) }
            throw error
        }
    }

    /// The plan as it would be, without a claim, a secret or any other trace.
    func preview() throws -> StartPlan {
        let selection = try selection()
        let resolutions = try resolve(selection, installing: false, isPreview: true)
        let run = present.record?.run ?? parts.runs.nextRun(of: project.scope)
        let expected = try parts.ports.preview(
            requests(resolutions), scope: project.scope, project: project.name, run: run,
            rules: rules())
        return try plan(
            selection, run: run, resolutions, ports: expected, secrets: try secrets(saved: false))
    }

    // MARK: parts

    func selection() throws -> Selection {
        try Selection(of: configuration, named: request.components, skip: request.skip)
    }

    private func resolve(
        _ selection: Selection, installing: Bool, isPreview: Bool = false
    ) throws -> [ComponentID: RequirementResolution] {
        var result: [ComponentID: RequirementResolution] = [:]
        for requirement in configuration.requirements {
            let adapter = try parts.registry.adapter(for: requirement.kind)
            let question = try question(about: requirement, isPreview)
            if selection.ordered.contains(requirement.id) {
                if installing { try Installation(parts).install(adapter, question) }
                result[requirement.id] = try Recording.span(
                    .resolve, ["component": requirement.id.json]
                ) { try adapter.resolve(question) }
            } else {
                // Left out, but it projects all the same, so that what a service sees does not
                // depend on what else was started with it. Missing, it has nothing to project.
                result[requirement.id] = try? adapter.resolve(question)
            }
        }
        return result
    }

    func question(
        about requirement: RequirementConfiguration, _ isPreview: Bool
    ) throws -> RequirementRequest {
        let values = ReferenceValues(
            project: project.name, ports: [:], projections: [:], caller: parts.host.environment)
        return RequirementRequest(
            component: requirement.id, configuration: requirement, host: host(for: requirement.id),
            projectRoot: project.root,
            data: try DataClones(request, parts).sources[requirement.id]?.folder
                ?? parts.folders(of: project).data(requirement.id),
            url: try requirement.url.map { try values.expand($0, for: requirement.id) },
            expanded: try requirement.templates.mapValues {
                try values.expand($0, for: requirement.id)
            },
            versions: ProgramVersions(path: parts.layout.programs, isWritable: !isPreview))
    }

    /// What was launched from a program is brought back from it, whatever `PATH` is now.
    private func host(for requirement: ComponentID) -> Host {
        var host = parts.host
        guard let recorded = request.recorded[requirement] else { return host }
        let path = host.environment["PATH"].map { ":" + $0 } ?? ""
        host.environment["PATH"] = Path.parent(recorded.program) + path
        return host
    }

    /// Before anything is written: the accounts can reach what they have to.
    private func check(_ resolutions: [ComponentID: RequirementResolution]) throws {
        let folders = parts.folders(of: project)
        for (component, resolution) in resolutions {
            try AccountChoice.check(
                resolution.account,
                reaches: [
                    folders.data(component), Path.join(parts.layout.templates, component.rawValue),
                ])
        }
    }

    func secrets(saved: Bool) throws -> SecretStore {
        let path = parts.folders(of: project).secrets
        var store = try SecretStore(readingFrom: path)
        var isNew = false
        for requirement in configuration.requirements {
            let adapter = try parts.registry.adapter(for: requirement.kind)
            if store.fill(adapter.definition.secrets, of: requirement.id) { isNew = true }
        }
        parts.secrets.add(store.allValues)
        if saved, isNew { try store.save(to: path) }
        return store
    }

    // MARK: the plan

    private func plan(
        _ selection: Selection, run: RunID, _ resolutions: [ComponentID: RequirementResolution],
        ports: [PortPlan], secrets: SecretStore
    ) throws -> StartPlan {
        let (blueprint, notes) = try blueprint(
            run: run, resolutions, ports: ports, secrets: secrets)
        let planned = try selection.ordered.map { try component($0, blueprint) }
        return StartPlan(
            blueprint: blueprint,
            components: Decisions.withhold(Decisions.propagate(planned, restarting: restarting))
                + left(out: selection),
            continuesRun: present.supervisorLives,
            notes: notes + planned.flatMap { resolutions[$0.id]?.notes ?? [] }, rules: rules())
    }

    /// What components are made from, with notes for the user.
    func blueprint(
        run: RunID, _ resolutions: [ComponentID: RequirementResolution], ports: [PortPlan],
        secrets: SecretStore
    ) throws -> (Blueprint, notes: [String]) {
        let caller = CallerEnvironment(
            parts.host.environment, project: "\(project.scope)/\(project.name)")
        var blueprint = Blueprint(
            project: project, configuration: configuration, run: run, resolutions: resolutions,
            ports: ports, secrets: secrets, caller: caller, host: parts.host, kernel: parts.kernel,
            registry: parts.registry, layout: parts.layout, sockets: try sockets(),
            helper: parts.supervisorProgram)
        let clones = try DataClones(request, parts)
        blueprint.cloneSources = clones.sources
        blueprint.running = present.running
        blueprint.recordedCallers = request.recorded.mapValues(CallerEnvironment.init(recordedIn:))
        return (blueprint, notes(caller, ports) + clones.notes)
    }

    /// Those that were left out, with the reason.
    func left(out selection: Selection) -> [PlannedComponent] {
        configuration.componentIDs.compactMap { id in
            selection.skipped[id].map {
                PlannedComponent(id: id, kind: kind(of: id), needs: [], decision: .skip($0))
            }
        }
    }

    /// The folder of the running environment's sockets is the recorded one.
    private func sockets() throws -> SocketLayout {
        if present.supervisorLives, let launch = present.launch {
            return SocketLayout(folder: launch.socketFolder, isRoot: parts.host.isRoot)
        }
        return try SocketLayout(parts.layout.roots, project: project)
    }

    func kind(of id: ComponentID) -> ComponentKind {
        configuration.service(id) == nil ? .requirement : .service
    }

    func needs(of id: ComponentID) -> [NeedConfiguration] {
        configuration.service(id)?.needs ?? configuration.requirement(id)?.needs ?? []
    }

    var restarting: [ComponentID: [ComponentID]] {
        var result: [ComponentID: [ComponentID]] = [:]
        for id in configuration.componentIDs {
            result[id] = needs(of: id).filter(\.restart).map(\.name)
        }
        return result
    }

    private func notes(_ caller: CallerEnvironment, _ ports: [PortPlan]) -> [String] {
        var notes: [String] = []
        if !caller.dropped.isEmpty {
            notes.append(
                "dropped from your environment, since another project put it there: "
                    + caller.dropped.joined(separator: ", "))
        }
        for plan in ports {
            if let holder = plan.displacedBy {
                notes.append(
                    "port \(holder.port) is held by \(holder); "
                        + "'\(plan.component)' moved to \(plan.final)")
            } else if let note = reserved(plan) {
                notes.append(note)
            }
        }
        return notes + unconfigured
    }

    /// What a changed configuration has no more is left alone, but not silently.
    private var unconfigured: [String] {
        guard present.supervisorLives else { return [] }
        return (present.observed?.components ?? []).compactMap { component in
            let id = component.name
            guard component.isAlive, !configuration.componentIDs.contains(id) else { return nil }
            return "'\(id)' runs, but is no longer configured; 'envctl stop \(id)' ends it"
        }
    }
}
