package import Vocabulary

/// `runtime_map.json`: the stable place where other programs find what runs where.
///
/// Only `projects` is read back; the three maps are made from it, so that they can't disagree.
package struct RuntimeMap: Sendable, Equatable {
    package var scope: ScopeID
    package var projects: [MappedProject]

    package init(scope: ScopeID, projects: [MappedProject] = []) {
        self.scope = scope
        self.projects = projects
    }

    package init(_ record: RunRecord) {
        self.init(scope: record.scope, projects: [MappedProject(record)])
    }

    /// Takes over what `other` says of its projects; the rest stays.
    package mutating func merge(_ other: RuntimeMap) {
        for fresh in other.projects {
            projects.removeAll { $0.name == fresh.name }
            projects.append(fresh)
        }
        projects.sort { $0.name < $1.name }
    }

    package var json: JSON {
        [
            "schema": Schema.runtimeMap.json, "scope": scope.json,
            "projects": .array(projects.map(\.json)),
            "port_to_service": .object(portToService),
            "service_to_actual_port": map { .object(JSON.Object($0.mainPorts)) },
            "projection": map { .object($0.projection) },
        ]
    }

    package init(json: JSON) throws {
        self.init(
            scope: try json.identifier("scope"),
            projects: try json.list("projects", MappedProject.init(json:)))
    }

    private func map(_ transform: (MappedProject) -> JSON) -> JSON {
        .object(JSON.Object(projects.map { ($0.name.rawValue, transform($0)) }))
    }

    private var portToService: JSON.Object {
        let entries = projects.flatMap { project in
            project.components.flatMap { component in
                component.ports.map { bound -> (String, JSON) in
                    (
                        bound.port.description,
                        [
                            "project": project.name.json, "service": component.name.json,
                            "resource": .string(bound.resource),
                        ]
                    )
                }
            }
        }
        return JSON.Object(entries)
    }
}
