import Platform
package import Vocabulary

extension RunRecord {
    package var json: JSON {
        [
            "schema": Schema.runState.json, "run_id": run.json,
            "continues": continues?.json ?? .null, "workspace": .null, "scope": scope.json,
            "project": project.json, "mode": .string(mode.rawValue), "root": JSON(root),
            "backend_mode": .string(backendMode.rawValue), "status": .string(status.rawValue),
            "started": started.json, "ended": ended?.json ?? .null,
            "services": .array(services.map(\.json)),
            "requirements": .array(requirements.map(\.json)),
            "ports": .array(ports.map(\.json)), "supervisor": supervisor?.json ?? .null,
            "pointers": .object(pointers), "metadata": .object(metadata),
        ]
    }

    package init(json: JSON) throws {
        self.init(
            run: try json.identifier("run_id"), continues: try json.optionalIdentifier("continues"),
            scope: try json.identifier("scope"), project: try json.identifier("project"),
            mode: try json.word("mode"), root: try json.optionalString("root"),
            status: try json.word("status"),
            started: try json.timestamp("started"),
            services: try json.list("services", ComponentRecord.init(json:)),
            requirements: try json.list("requirements", ComponentRecord.init(json:)),
            ports: try json.list("ports", PortPlan.init(json:)),
            supervisor: try json.optional("supervisor", "a process", SupervisorRecord.init(json:)),
            pointers: try json.members("pointers"), metadata: try json.members("metadata"))
        ended = try json.optionalTimestamp("ended")
    }
}
