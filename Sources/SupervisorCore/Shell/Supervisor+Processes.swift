import Events
import Glibc
import Platform
import Supervision
import Vocabulary

/// Spawning, reaping, signalling, scanning.
extension Supervisor {
    func launch(_ id: IncarnationID, _ spec: LaunchSpec, mark: UInt64) {
        recorder.learn(from: spec)
        do {
            var lock: Descriptor?
            if let path = spec.dataLock {
                lock = try DataLock.attempt(path)
                guard lock != nil else { return feed(.dataHeld(id)) }
            }
            try Recording.span(
                .spawn, ["incarnation": .string("\(id)"), "program": .string(spec.program)]
            ) { try launch(id, spec, mark, lock) }
        } catch {
            processes[id] = nil
            feed(.spawnFailed(id, Self.failure(of: error, spec)))
        }
    }

    /// The lock's descriptor is the component's alone: our copy goes with this call.
    private func launch(
        _ id: IncarnationID, _ spec: LaunchSpec, _ mark: UInt64, _ lock: Descriptor?
    ) throws {
        logs.prepare(spec)
        let log = try Descriptor.open(spec.log, O_WRONLY | O_APPEND | O_CREAT)
        let process = RunningProcess(
            id: id, spec: spec, mark: mark,
            logOffset: Int64(lseek(log.raw, 0, Int32(SEEK_END))))
        logOffsets[id.component] = (spec.log, process.logOffset)
        logs.keep(spec)
        var descriptors = [null.raw, log.raw, log.raw]
        if let lock { descriptors.append(lock.raw) }
        let pipe = try spec.account == nil ? nil : Descriptor.pipe()
        if let pipe { descriptors.append(pipe.writing.raw) }
        var request = SpawnRequest(
            program: spec.program, arguments: spec.arguments, environment: spec.environment,
            directory: spec.directory, descriptors: descriptors, mark: mark)
        if spec.usesNotify { try prepareNotify(&request, spec) }
        become(spec.account, &request, errorDescriptor: Int32(descriptors.count - 1))
        let pid = try spawn(&request, of: process)
        process.pid = pid
        processes[id] = process
        byPid[pid] = id
        process.identity = kernel.identity(of: pid)
        if let pipe { try expectHelper(pipe.reading, process) } else { report(process) }
    }

    /// Through the exec helper, where it is to run as another account.
    private func become(
        _ account: Account?, _ request: inout SpawnRequest, errorDescriptor: Int32? = nil
    ) {
        guard let account else { return }
        request.arguments =
            [start.executable]
            + ExecHelper.arguments(
                for: account, program: request.program, arguments: request.arguments,
                errorDescriptor: errorDescriptor)
        request.program = start.executable
    }

    private func prepareNotify(_ request: inout SpawnRequest, _ spec: LaunchSpec) throws {
        try listenForNotices()
        let ours = ["NOTIFY_SOCKET=", "WATCHDOG_USEC=", "WATCHDOG_PID="]
        request.environment.removeAll { variable in ours.contains { variable.hasPrefix($0) } }
        request.environment.append("NOTIFY_SOCKET=\(start.notifySocket)")
        if let health = spec.health, health.probe == .notify {
            request.environment.append("WATCHDOG_USEC=\(health.interval * 1000)")
        }
    }

    func listenForNotices() throws {
        guard notify == nil else { return }
        notify = try NotifyServer(path: start.notifySocket, loop: loop) {
            [unowned self] in takeNotice(from: $0, $1)
        }
    }

    /// The helper's pipe: text is a failure, its end is the program's beginning.
    private func expectHelper(_ reading: Descriptor, _ process: RunningProcess) throws {
        let registration = try loop.add(reading.raw, .reading) { [unowned self] _ in
            readHelper(of: process)
        }
        process.helper = (reading, registration)
    }

    private func readHelper(of process: RunningProcess) {
        guard let (reading, registration) = process.helper else { return }
        loop.remove(registration, reading.raw)
        process.helper = nil
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = read(reading.raw, &bytes, bytes.count)
        guard count > 0 else { return report(process) }
        let words = String(decoding: bytes[..<count], as: UTF8.self).split(separator: " ")
        let error = SystemError(
            words.first.map(String.init) ?? "exec", process.spec.program,
            errno: words.last.flatMap { Int32($0) } ?? EINVAL)
        feed(.spawnFailed(process.id, Self.failure(of: error, process.spec)))
    }

    private func report(_ process: RunningProcess) {
        guard let identity = process.identity else {
            let error = SystemError("read", "/proc/\(process.pid ?? 0)/stat", errno: ESRCH)
            return feed(.spawnFailed(process.id, Self.failure(of: error, process.spec)))
        }
        feed(.spawned(process.id, identity))
    }

    static func failure(of error: any Error, _ spec: LaunchSpec) -> Failure {
        guard let error = error as? SystemError else {
            return Failure(error)
        }
        return Failure(
            "component.spawn_failed", "'\(spec.component)' could not be started",
            at: error.subject, because: ["\(error.operation): \(error.reason)"],
            hint: advice(on: error, spec.component),
            details: [
                "component": spec.component.json, "step": .string(error.operation),
                "errno": JSON(Int(error.errno)),
            ])
    }

    private static func advice(on error: SystemError, _ component: ComponentID) -> String? {
        guard error.errno == ENOENT else { return nil }
        switch error.operation {
        case "posix_spawn": return "is the program installed? see `command` of '\(component)'"
        case "chdir": return "make that folder, or change `directory` of '\(component)'"
        default: return nil
        }
    }

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

    /// Runs a program as the component is run, with its output in the component's log.
    func run(
        _ command: [String], timeout: Int, of process: RunningProcess,
        _ done: @escaping (Exit?, String?) -> Void
    ) {
        do {
            guard let program = command.first else { throw SystemError("exec", "", errno: EINVAL) }
            var request = SpawnRequest(
                program: program, arguments: command, environment: process.spec.environment,
                directory: process.spec.directory, descriptors: [null.raw, null.raw, null.raw],
                mark: process.mark, group: process.group)
            become(process.spec.account, &request)
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
