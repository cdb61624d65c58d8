package import Configuration
import Platform
import RunState
import Truth
package import Vocabulary

/// A project with its components: from its configuration where that is valid, else from records.
package struct TargetDescription: Sendable {
    package let inspected: InspectedProject
    /// Nil where nothing configures it, or where that has mistakes.
    package let configuration: ProjectConfiguration?
    /// Why the configuration can't be used.
    package let problem: Failure?

    package struct Component: Sendable, Equatable {
        package var name: ComponentID
        package var kind: ComponentKind
        /// What is true of it; nil where it was never started.
        package var status: ComponentStatus?
    }

    package init(
        _ inspected: InspectedProject, configuration: Result<ProjectConfiguration?, Failure>
    ) {
        self.inspected = inspected
        switch configuration {
        case .success(let value): (self.configuration, problem) = (value, nil)
        case .failure(let failure): (self.configuration, problem) = (nil, failure)
        }
    }

    package var isConfigured: Bool { configuration != nil || problem != nil }

    /// Configured ones in declared order, then those that only a record knows.
    package var components: [Component] {
        let requirements = configuration?.requirements.map { ($0.id, ComponentKind.requirement) }
        let services = configuration?.services.map { ($0.id, ComponentKind.service) }
        let configured = (requirements ?? []) + (services ?? [])
        let recorded = inspected.observed?.components ?? []
        let known = Set(configured.map(\.0))
        return configured.map { name, kind in
            Component(name: name, kind: kind, status: inspected.observed?[name]?.status)
        }
            + recorded.filter { !known.contains($0.name) }.map {
                Component(name: $0.name, kind: $0.record.kind, status: $0.status)
            }
    }

    package var json: JSON {
        let project = inspected.project
        return [
            "scope": project.scope.json, "name": project.name.json,
            "branch": JSON(project.branch), "root": .string(project.root),
            "worktree_exists": .bool(FileSystem.isDirectory(project.worktree)),
            "configured": .bool(isConfigured), "file": JSON(configuration?.file),
            "status": inspected.observed.map { .string($0.status.rawValue) } ?? .null,
            "components": .array(
                components.map {
                    [
                        "name": $0.name.json, "kind": .string($0.kind.rawValue),
                        "status": JSON($0.status?.rawValue),
                    ]
                }),
            "problem": (problem ?? inspected.problem)?.json ?? .null,
        ]
    }
}
