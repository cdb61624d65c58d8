import Platform
package import Vocabulary

extension RunRecord {
    /// What can be told of a run whose own record is damaged: from `launch.json`, which is synced
    /// before each spawn. Every component counts as `lost` until `Truth` finds its process.
    package init(launch: JSON, started: Timestamp) throws {
        self.init(
            run: try launch.identifier("run_id"), scope: try launch.identifier("scope"),
            project: try launch.identifier("project"), status: .lost, started: started)
        mode = project == .main ? .main : .trees
        metadata = ["worktree": JSON(try launch.optionalString("worktree")), "recovered": true]
        for component in try launch.list("components", ComponentRecord.init(launch:)) {
            if let component { self[component.name] = component }
        }
    }
}

extension ComponentRecord {
    /// Nil where nothing was ever launched of it.
    fileprivate init?(launch: JSON) throws {
        guard let spec = launch["spec"], !spec.isNull else { return nil }
        self.init(
            name: try launch.identifier("component"), kind: try spec.word("kind"),
            desired: try launch.word("desired"), status: .lost)
        reason = "its record was damaged"
        restarts = try launch.optionalInt("restarts") ?? 0
        ports = try spec.list("ports", BoundPort.init(json:))
        url = try spec.optionalString("url")
        log = try spec.optionalString("log")
        fingerprint = try spec.members("fingerprint")
        if kind == .service { directory = try spec.optionalString("directory") }
        try take(facts: .object(try spec.members("facts")))
        guard let incarnation = launch["current"], !incarnation.isNull else { return }
        identity = try incarnation.optional("identity", "a process", ProcessIdentity.init(json:))
        session = identity?.pid
        cgroup = try incarnation.optionalString("cgroup")
        mark = try incarnation.optional("mark", "hex digits") {
            $0.string.flatMap { UInt64($0, radix: 16) }
        }
    }
}
