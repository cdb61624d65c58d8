import Events
import Glibc
import Platform
import Supervision
import Vocabulary

/// Reaping, signalling, scanning.
extension Supervisor {
    /// Takes every child that has ended, orphans of our components included.
    func reap() {
        while let (pid, exit) = Reaping.next() {
            if children.reaped(pid, exit) { continue }
            guard let id = byPid.removeValue(forKey: pid), let process = processes[id] else {
                continue
            }
            if process.helper != nil { readHelper(of: process) }
            process.probe?.cancel()
            feed(.exited(id, exit, holder: stranger(on: process)))
        }
        if !FileSystem.isDirectory(start.worktree) { feed(.worktreeGone(start.worktree)) }
    }

    /// Who listens on one of its ports, where its first process has ended before it was ready: none
    /// of its own.
    func stranger(on process: RunningProcess) -> ForeignListener? {
        let phase = machine.components[process.id.component]?.current?.phase
        let ports = Set(process.spec.ports.map(\.port))
        guard phase == .spawning || phase == .starting, !ports.isEmpty else { return nil }
        // Only a better reason for an exit that is reported anyway.
        guard let listeners = try? Listeners.all() else { return nil }
        guard let held = listeners.first(where: { ports.contains($0.port) }) else { return nil }
        if isOwn([held], of: process) { return nil }
        return ForeignListener(held)
    }

    func sweep(of process: RunningProcess) -> ProcessSweep {
        var sweep = ProcessSweep(
            marks: [process.mark], known: process.identity.map { [$0] } ?? [], kernel: kernel,
            groups: process.group.map { [$0] } ?? [])
        sweep.since = process.identity?.startTime ?? (process.pid == nil ? 0 : own.startTime)
        return sweep
    }

    func scan(_ id: IncarnationID, striking: Bool) {
        reap()
        guard let process = processes[id] else {
            return feed(.scanned(id, left: [], proof: nil))
        }
        // It bears the mark, and its answer is what is waited for.
        if process.isRemovingContainer { return }
        let sweep = sweep(of: process)
        do {
            let left = striking ? try strike(process, sweep) : Self.left(of: sweep)
            if left.isEmpty, process.spec.container != nil { return removeContainer(of: process) }
            let isEmpty = !process.hasStrays && sweep.groupsAreEmpty
            feed(.scanned(id, left: left, proof: isEmpty ? .emptyGroup : nil))
        } catch {
            // Not seen is not gone: the machine looks again.
            feed(.scanned(id, left: [process.pid ?? 0], proof: nil))
        }
    }

    private func strike(
        _ process: RunningProcess, _ sweep: ProcessSweep
    ) throws(SystemError) -> [Int32] {
        let struck = try sweep.strike()
        process.hasStrays = process.hasStrays || struck.hasStrays
        if struck.handles.isEmpty, sweep.groupsArePopulated { return [process.pid ?? 0] }
        return struck.handles.map(\.pid)
    }

    /// What the cgroup knows spares the scan of the process table.
    private static func left(of sweep: ProcessSweep) -> [Int32] {
        let grouped = sweep.groups.flatMap { $0.pids() }
        return grouped.isEmpty ? sweep.members().map(\.pid) : grouped
    }

    func signalGroup(_ id: IncarnationID, _ signal: Int32) {
        if let adopted = processes[id]?.adopted { return signalGroup(of: adopted.handle, signal) }
        guard let pid = processes[id]?.pid, byPid[pid] == id else { return }
        kill(-pid, signal)
    }

    func signalLeader(_ id: IncarnationID, _ signal: Int32) {
        if let adopted = processes[id]?.adopted {
            // One that has ended needs no signal.
            _ = try? adopted.handle.send(signal)
            return
        }
        guard let pid = processes[id]?.pid, byPid[pid] == id else { return }
        kill(pid, signal)
    }

    func signalMembers(_ id: IncarnationID, _ signal: Int32) {
        guard let process = processes[id] else { return }
        // What it does not reach is killed after the grace.
        try? sweep(of: process).signalAll(signal)
    }

    /// Where it can't be run the signal does its work.
    func runStopCommand(_ id: IncarnationID, _ command: [String]) {
        guard let process = processes[id] else { return }
        run(command, timeout: process.spec.stop.timeout, of: process) { [unowned self] exit, _ in
            if exit?.isSuccess != true { signalGroup(id, process.spec.stop.signal) }
        }
    }

    /// Runs a program as the component is run.
    ///
    /// - Parameter isInside: it belongs to the incarnation as long as that lives; a group that was
    ///   struck takes nobody in any more (frozen, or killed at birth by Linux 6.18).
    func run(
        _ command: [String], timeout: Int, of process: RunningProcess, isInside: Bool = true,
        _ done: @escaping (Exit?, String?) -> Void
    ) {
        do {
            guard let program = command.first else { throw SystemError("exec", "", errno: EINVAL) }
            var request = SpawnRequest(
                program: program, arguments: command, environment: process.spec.environment,
                directory: process.spec.directory, descriptors: [null.raw, null.raw, null.raw],
                mark: process.mark, group: isInside ? process.group : nil)
            assume(process.spec.account, &request)
            try children.run(request, timeout: timeout) { done($0, nil) }
        } catch { done(nil, Failure(error).causes.first ?? "it could not be run") }
    }

    func forget(_ id: IncarnationID) {
        stopProbe(id)
        guard let process = processes.removeValue(forKey: id) else { return }
        if let (reading, registration) = process.helper {
            loop.remove(registration, reading.raw)
        }
        if let pid = process.pid, byPid[pid] == id { byPid[pid] = nil }
        process.group?.remove()
        unwatch(process)
    }
}
