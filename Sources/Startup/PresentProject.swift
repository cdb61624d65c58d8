import Planning
import Platform
import RunState
import Supervision
import Truth
import Vocabulary

/// What is recorded of a project and what of it is true, as a start finds it.
struct PresentProject {
    let project: Project
    /// Of the latest run; nil where there never was one.
    let record: RunRecord?
    /// The launch record of that run; nil where there is none.
    let launch: LaunchRecord?
    /// What was observed of it.
    let observed: ObservedProject?
    /// Its supervisor is ending everything, and itself then.
    private(set) var isEnding = false

    /// Looks; changes nothing.
    init(_ project: Project, _ parts: StartupParts) throws {
        self.project = project
        record = try parts.runs.current(project.name, of: project.scope)
        launch = try record.flatMap {
            try LaunchRecord.read(
                runFolder: parts.layout.scope(project.scope).run($0.run).folder)
        }
        let truth = Truth(layout: parts.layout, kernel: parts.kernel)
        var seen = try record.map { try truth.observe([$0])[0] }
        // One that was just killed may hold its lock for a moment more.
        if seen?.supervisor == .running, let launch, let record {
            let client = try SupervisorClient.reach(
                socket: launch.socket, lock: parts.folders(of: project).supervisorLock,
                supervisor: launch.supervisor, on: parts.kernel, cancellation: parts.cancellation)
            isEnding = client?.hello.isEnding ?? false
            if client == nil { seen = try truth.observe([record])[0] }
        }
        observed = seen
    }

    var supervisorLives: Bool { observed?.supervisor == .running }

    /// What is alive, or what a living supervisor may bring back at any moment.
    var running: Set<ComponentID> {
        let seen = observed?.components ?? []
        return Set(
            seen.filter { $0.isAlive || supervisorLives && $0.record.desired == .running }.map(
                \.name))
    }

    /// Its supervisor still stops what a start had launched.
    var isUndoing: Bool {
        guard supervisorLives, launch?.transaction?.state == .aborted else { return false }
        return observed?.components.contains {
            $0.record.desired == .stopped && $0.status != .failed
                && ($0.isAlive || $0.status == .stopping)
        } ?? false
    }

    /// Something of the latest run is to run.
    var isWanted: Bool { record?.components.contains { $0.desired == .running } ?? false }

    /// Something of the latest run is alive although its supervisor is not.
    var isOrphaned: Bool { observed?.supervisor == .lost }

    func component(_ id: ComponentID) -> PresentComponent? {
        guard let record = record?[id], let observed = observed?[id] else { return nil }
        let fingerprint = JSON.object(["fingerprint": .object(record.fingerprint)])
        // Recorded by us; a part that can't be read is a difference, and so a restart.
        let parts = (try? fingerprint.stringMap("fingerprint")) ?? []
        return PresentComponent(
            status: lookedAfter(observed.status), reason: observed.reason,
            fingerprint: Fingerprint(parts))
    }

    /// Whatever is alive without a supervisor has to be started as one that was stopped.
    private func lookedAfter(_ status: ComponentStatus) -> ComponentStatus {
        supervisorLives || status == .failed || status == .lost ? status : .stopped
    }
}
