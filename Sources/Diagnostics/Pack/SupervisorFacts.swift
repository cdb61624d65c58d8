import Platform
import RunState
import Supervision
import Vocabulary

/// The supervisors of a scope: what their locks and records say. Environments are left out.
struct SupervisorFacts {
    private let subject: DebugSubject

    init(_ subject: DebugSubject) { self.subject = subject }

    var json: JSON {
        get throws { .array((subject.scope?.allProjects() ?? []).map(project)) }
    }

    private func project(_ folders: ProjectLayout) -> JSON {
        // What can't be read is told of by the diagnosis.
        let launch = try? LaunchRecord.read(runFolder: folders.current)
        // As above.
        let isHeld = try? FileLock.isHeld(folders.supervisorLock)
        return [
            "project": folders.project.json, "lives": isHeld.map(JSON.bool) ?? .null,
            "run_id": launch?.run.json ?? .null, "socket": JSON(launch?.socket),
            "socket_is_there": .bool(launch.map { FileSystem.exists($0.socket) } ?? false),
            "identity": launch?.supervisor?.json ?? .null,
            "transaction": launch?.transaction?.json ?? .null,
            "components": .array((launch?.components ?? []).map(component)),
        ]
    }

    private func component(_ launched: LaunchedComponent) -> JSON {
        [
            "name": launched.component.json, "desired": .string(launched.desired.rawValue),
            "restarts": JSON(launched.restarts), "incarnations": JSON(launched.incarnations),
            "pid": JSON(launched.current?.identity.map { Int($0.pid) }),
            "cgroup": JSON(launched.current?.cgroup),
        ]
    }
}
