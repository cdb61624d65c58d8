package import Vocabulary

/// One project in the runtime map.
package struct MappedProject: Sendable, Equatable {
    package var name: ProjectName
    package var run: RunID
    /// Absolute path of the folder that holds the configuration.
    package var root: String?
    package var status: ComponentStatus
    package var components: [MappedComponent]

    package init(
        name: ProjectName, run: RunID, root: String? = nil, status: ComponentStatus,
        components: [MappedComponent]
    ) {
        self.name = name
        self.run = run
        self.root = root
        self.status = status
        self.components = components
    }

    package init(_ record: RunRecord) {
        self.init(
            name: record.project, run: record.run, root: record.root, status: record.status,
            components: record.components.map(MappedComponent.init))
    }

    /// Of each component that has one, its `main` port, else its first.
    var mainPorts: [(String, JSON)] {
        components.compactMap { component in
            let main = component.ports.first { $0.resource == "main" } ?? component.ports.first
            return main.map { (component.name.rawValue, $0.port.json) }
        }
    }

    /// URL and status by component.
    var projection: JSON.Object {
        JSON.Object(
            components.map { component in
                (
                    component.name.rawValue,
                    ["url": JSON(component.url), "status": .string(component.status.rawValue)]
                )
            })
    }

    package var json: JSON {
        [
            "name": name.json, "run_id": run.json, "root": JSON(root),
            "status": .string(status.rawValue),
            "components": .array(components.map(\.json)),
        ]
    }

    package init(json: JSON) throws {
        self.init(
            name: try json.identifier("name"), run: try json.identifier("run_id"),
            root: try json.optionalString("root"),
            status: try json.word("status"),
            components: try json.list("components", MappedComponent.init(json:)))
    }
}
