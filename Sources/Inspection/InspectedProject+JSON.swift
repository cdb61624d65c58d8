import Platform
import RunState
import Truth
package import Vocabulary

extension InspectedProject {
    /// As `status --json` shows it.
    package func json(now: Timestamp) -> JSON {
        var object: JSON.Object = [
            "scope": project.scope.json, "name": project.name.json,
            "branch": JSON(project.branch), "root": .string(project.root),
            "worktree": .string(project.worktree),
            "worktree_exists": .bool(FileSystem.isDirectory(project.worktree)),
            "status": observed.map { .string($0.status.rawValue) } ?? .null,
            "run": observed.map { Self.run($0.record) } ?? .null,
            "supervisor": supervisor,
            "interrupted_start": .bool(observed?.interruptedStart ?? false),
            "undone_start": .bool(observed?.undoneStart ?? false),
            "failed_start": JSON(observed?.record.failedStart),
            "lacks": .object(
                JSON.Object(
                    (observed?.record.lacks ?? [:]).sorted { $0.key < $1.key }
                        .map { ($0.key, JSON.string($0.value)) })),
            "components": .array(observed?.components.map { $0.json(now: now) } ?? []),
            "missing": JSON(missing), "problem": problem?.json ?? .null,
        ]
        if case .asked(let timings) = timings { object["timings"] = timings?.json ?? .null }
        return .object(object)
    }

    /// What is not there yet, and what to type; nil where something was started.
    package var missing: String? {
        guard observed == nil, problem == nil else { return nil }
        return "nothing has been started here; '\(startCommand)' brings it to life"
    }

    /// `running`, `lost`, or `none`.
    package var supervisorWord: String {
        switch observed?.supervisor {
        case .running: "running"
        case .lost: "lost"
        case .stopped, nil: "none"
        }
    }

    private var supervisor: JSON {
        // After the end the recorded one is history, and its pid may be another's.
        let record = supervisorWord == "none" ? nil : observed?.record.supervisor
        return [
            "state": .string(supervisorWord), "pid": JSON(record.map { Int($0.identity.pid) }),
            "socket": JSON(record?.socket), "version": JSON(record?.version),
        ]
    }

    private static func run(_ record: RunRecord) -> JSON {
        [
            "id": record.run.json, "continues": record.continues?.json ?? .null,
            "backend_mode": .string(record.backendMode.rawValue),
            "started": record.started.json, "ended": record.ended?.json ?? .null,
        ]
    }
}

extension ObservedComponent {
    /// Milliseconds since its process was started; nil where none runs.
    package func uptime(now: Timestamp) -> Int? {
        guard isAlive, let started = record.times.started else { return nil }
        return Int(max(0, now.milliseconds - started.milliseconds))
    }

    /// Where it can be reached, for people: its URL without password, else its ports.
    package var address: String {
        if let url = record.url { return PublicAddress.of(url) }
        return record.ports.map { "127.0.0.1:\($0.port)" }.joined(separator: " ")
    }

    /// The pid of its living process.
    package var pid: Int? { isAlive ? record.identity.map { Int($0.pid) } : nil }

    fileprivate func json(now: Timestamp) -> JSON {
        [
            "name": name.json, "kind": .string(record.kind.rawValue),
            "status": .string(status.rawValue), "reason": JSON(reason),
            "desired": .string(record.desired.rawValue),
            "backend": .string((record.backend ?? .native).rawValue),
            "version": JSON(record.version), "pid": JSON(pid),
            "url": JSON(record.url.map(PublicAddress.of)),
            "ports": .array(
                record.ports.map { ["resource": .string($0.resource), "port": $0.port.json] }),
            "holder": holder?.json ?? .null, "restarts": JSON(record.restarts),
            "started": record.times.started?.json ?? .null,
            "ready_ms": JSON(record.times.readyMilliseconds),
            "uptime_ms": JSON(uptime(now: now)), "exit": record.exit?.json ?? .null,
            "log": JSON(record.log),
        ]
    }
}
