import Configuration
import Planning
import Platform
import Requirements
import RunState
import Supervision
import Truth
import Vocabulary

/// Which ports a start asks for, and by which rules.
extension StartPlanning {
    /// Of all components, also of those that are left out: their ports are theirs, and others may
    /// refer to them.
    func requests(
        _ resolutions: [ComponentID: RequirementResolution]
    ) -> [PortRequest] {
        configuration.componentIDs.flatMap { id -> [PortRequest] in
            if let service = configuration.service(id) { return requests(of: service) }
            guard let requirement = configuration.requirement(id),
                resolutions[id]?.backend != .external,
                // An unknown kind was refused when it was resolved.
                let adapter = try? parts.registry.adapter(for: requirement.kind)
            else { return [] }
            return adapter.definition.resources.map { resource in
                let isMain = resource.name == "main"
                let asked = isMain ? requirement.port : requirement.namedPorts[resource.name]
                let preferred =
                    asked.flatMap { Port($0) } ?? resolutions[id]?.preferredPorts[resource.name]
                return PortRequest(
                    component: id, resource: resource.name,
                    preferred: preferred ?? resource.defaultPort, isOwn: isOwn(id, resource.name))
            }
        }
    }

    private func requests(of service: ServiceConfiguration) -> [PortRequest] {
        let main = service.port.map {
            PortRequest(
                component: service.id, preferred: Port($0), isOwn: isOwn(service.id, "main"))
        }
        let named = service.namedPorts.sorted { $0.key < $1.key }.map {
            PortRequest(
                component: service.id, resource: $0.key, preferred: Port($0.value),
                isOwn: isOwn(service.id, $0.key))
        }
        return (main.map { [$0] } ?? []) + named
    }

    /// Set for this worktree: in a `.envctl` of its own (without one it uses the main worktree's), or
    /// for this call.
    private func isOwn(_ component: ComponentID, _ resource: String) -> Bool {
        let kind = configuration.service(component) == nil ? "requirements" : "services"
        let key = resource == "main" ? "port" : "ports.\(resource)"
        let path = "\(kind).\(component).\(key)"
        switch configuration.origins.first(where: { $0.path == path })?.origin.layer {
        case .environment, .assignment, .commandLine: return true
        case .checkout:
            return FileSystem.exists(
                Path.join(project.root, ConfigurationLoader.checkoutFileName))
        case .builtIn, .system, .user, .project, nil: return false
        }
    }

    func rules() -> PortRules {
        let preferences = configuration.preferences
        let range = preferences.portRange.flatMap { range -> ClosedRange<Port>? in
            guard let low = Port(range.lowerBound), let high = Port(range.upperBound) else {
                return nil
            }
            return low...high
        }
        var rules = PortRules(
            range: range ?? PortRules.defaultRange(),
            conflict: preferences.portConflict == .fail ? .fail : .move,
            isMain: project.isMain || project.name.rawValue.hasPrefix("main."),
            own: (present.observed?.ownPorts ?? []).union(insidePorts).union(
                ContainerPorts.of(present)),
            supervisor: present.supervisorLives ? present.launch?.supervisor?.pid : nil)
        rules.marks = Set(present.launch?.components.compactMap(\.current?.mark) ?? [])
        return rules
    }

    /// Ports of living components that are theirs to use and to leave: nobody looks whether they
    /// listen there, so a listener is taken for their own.
    private var insidePorts: Set<Port> {
        let living = (present.observed?.components ?? []).filter(\.isAlive)
        return living.reduce(into: []) { ports, component in
            let bound = Set(component.record.ports.map(\.resource))
            let all = present.record?.ports.filter { $0.component == component.name } ?? []
            ports.formUnion(all.filter { !bound.contains($0.resource) }.map(\.final))
        }
    }

    /// Whether a run that has claims still lives: of this project only the present one can, and
    /// others are their own projects' to tell of.
    func isAlive(_ run: RunID) -> Bool {
        present.supervisorLives || present.record?.run != run
    }

    /// Why a configured port was not given, where another project keeps it; told once, when the
    /// component gets its own, and each time where it was set for this worktree alone.
    func reserved(_ plan: PortPlan) -> String? {
        let isTold = plan.source == .scan && rules().isMain || isOwn(plan.component, plan.resource)
        guard isTold, let requested = plan.requested, requested != plan.final,
            // Only a sentence is lost where the registry can't be read.
            let owner = try? parts.ports.reservations().first(where: { $0.port == requested }),
            owner.scope != project.scope || owner.project != project.name
        else { return nil }
        return
            "port \(requested) is kept for '\(owner.component)' of \(owner.scope)/\(owner.project); "
            + "'\(plan.component)' got \(plan.final)"
    }
}
