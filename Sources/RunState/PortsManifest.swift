package import Vocabulary

/// `ports_manifest.json`: the ports of a run; the scope's own has those of all its projects. A
/// damaged registry is rebuilt from these.
package struct PortsManifest: Sendable, Equatable {
    package var scope: ScopeID
    package var projects: [ProjectPorts]

    package struct ProjectPorts: Sendable, Equatable {
        package var project: ProjectName
        package var run: RunID
        package var ports: [PortPlan]

        package init(project: ProjectName, run: RunID, ports: [PortPlan]) {
            self.project = project
            self.run = run
            self.ports = ports
        }
    }

    package init(scope: ScopeID, projects: [ProjectPorts] = []) {
        self.scope = scope
        self.projects = projects
    }

    package init(_ record: RunRecord) {
        self.init(
            scope: record.scope,
            projects: [
                ProjectPorts(project: record.project, run: record.run, ports: record.ports)
            ])
    }

    /// Takes over what `other` says of its projects; the rest stays.
    package mutating func merge(_ other: PortsManifest) {
        for fresh in other.projects {
            projects.removeAll { $0.project == fresh.project }
            projects.append(fresh)
        }
        projects.sort { $0.project < $1.project }
    }

    package var json: JSON {
        [
            "schema": Schema.portsManifest.json, "scope": scope.json,
            "projects": .array(projects.map(\.json)),
        ]
    }

    package init(json: JSON) throws {
        self.init(
            scope: try json.identifier("scope"),
            projects: try json.list("projects", ProjectPorts.init(json:)))
    }
}

extension PortsManifest.ProjectPorts {
    var json: JSON {
        [
            "project": project.json, "run_id": run.json,
            "ports": .array(ports.map(\.json)),
        ]
    }

    init(json: JSON) throws {
        self.init(
            project: try json.identifier("project"), run: try json.identifier("run_id"),
            ports: try json.list("ports", PortPlan.init(json:)))
    }
}
