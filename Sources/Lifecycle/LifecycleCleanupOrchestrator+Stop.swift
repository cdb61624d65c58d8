import Events
import Glibc
import Platform
import RunState
import Supervision
import Truth
import Vocabulary

extension LifecycleCleanupOrchestrator {
    /// - Parameter deaf: the pid of a supervisor that did not answer, and was ended.
    func stop(
        _ observed: ObservedProject, _ names: [ComponentID]?, _ cancellation: Cancellation,
        _ deaf: inout Int32?
    ) throws -> StopReport? {
        guard var launch = try launchRecord(of: observed.record) else { return nil }
        do {
            if observed.supervisor == .running,
                let report = try stopBySupervisor(launch, observed.record, names, cancellation)
            {
                return report
            }
        } catch let failure as Failure {
            // The other components would be left without it.
            guard names == nil, failure.code == "supervisor.unresponsive" else { throw failure }
            deaf = try DeafSupervisor(launch, kernel).end(failure)
            launch = try launchRecord(of: observed.record) ?? launch
        }
        let stopper = StopWithoutSupervisor(launchRecord: launch, kernel: kernel)
        let report = try stopper.stop(names) { sink.emit($0) }
        // Whoever takes over what is left must know what was stopped on purpose.
        try launch.stopped(report.components.map(\.component)).write(
            runFolder: run(observed.record).folder, synced: true)
        try record(report, of: observed.record, isWhole: names == nil)
        return report
    }

    /// Nil where the supervisor has gone, before or meanwhile.
    func stopBySupervisor(
        _ launch: LaunchRecord, _ record: RunRecord, _ names: [ComponentID]?,
        _ cancellation: Cancellation
    ) throws -> StopReport? {
        let lock = layout.scope(record.scope).project(record.project).supervisorLock
        for _ in 0..<5 {
            let client = try SupervisorClient.reach(
                socket: launch.socket, lock: lock, supervisor: launch.supervisor, on: kernel,
                cancellation: cancellation)
            guard let client else { return nil }
            // Whoever interrupts a stop wants it to be over.
            let haste = try Haste(client, at: cancellation)
            defer { haste.end() }
            do { return try client.stop(names) { sink.emit($0) } } catch {
                guard SupervisorClient.isGone(error) else { throw error }
            }
        }
        throw Failure(
            "supervisor.lost", "the supervisor drops every connection", at: launch.socket,
            hint: "see its log, supervisor.log in the run's folder")
    }

    /// Without a supervisor the run's record is ours to write, under the project's lock.
    private func record(_ report: StopReport, of old: RunRecord, isWhole: Bool) throws {
        var record = old
        for stop in report.components {
            record[stop.component]?.status = .stopped
            record[stop.component]?.desired = .stopped
            record[stop.component]?.identity = nil
            record[stop.component]?.reason = nil
            record[stop.component]?.isUndone = false
        }
        if isWhole {
            record.status = .stopped
            record.ended = clock.now()
        }
        var writer = RunWriter(scope: layout.scope(old.scope), run: old.run)
        try writer.save(record)
    }

    // MARK: proof

    func prove(_ report: StopReport) throws {
        if report.isComplete { return }
        let words = report.components.filter { $0.proof == .none }.map(\.unproved)
        throw Failure(
            "stop.incomplete", "something could not be ended", because: words,
            hint: "look at them with 'ps' and 'docker ps', then 'envctl stop' again")
    }

    /// The claims end, and the sockets of the run go.
    ///
    /// - Returns: what could not be recorded, in sentences.
    func finish(_ project: Project, _ observed: ObservedProject) throws -> [String] {
        let notes = try endedClaims(of: project)
        let left = try observe(project)?.components.filter(\.isAlive).map(\.name.rawValue) ?? []
        guard left.isEmpty else {
            throw Failure(
                "stop.incomplete", "something is alive again after the stop",
                because: ["still alive: \(left.joined(separator: ", "))"], hint: "envctl stop")
        }
        guard let launch = try launchRecord(of: observed.record) else { return notes }
        try SocketLayout.removeSockets(in: launch.socketFolder)
        return notes
    }

    /// All of it is gone, which a state that became read-only does not change: the claims are a dead
    /// run's then, and end with the next start.
    private func endedClaims(of project: Project) throws -> [String] {
        do { try endClaims(of: project) } catch let error as SystemError where error.errno == EROFS
        {
            return ["its claims end with the next start, since \(layout.roots.state) is read-only"]
        }
        return []
    }
}
