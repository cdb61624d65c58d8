import Events
import Glibc
import Platform
import Supervision
import Vocabulary

/// Spawning.
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
        assume(spec.account, &request, errorDescriptor: Int32(descriptors.count - 1))
        let pid = try spawn(&request, of: process)
        process.pid = pid
        processes[id] = process
        byPid[pid] = id
        process.identity = kernel.identity(of: pid)
        if let pipe { try expectHelper(pipe.reading, process) } else { report(process) }
    }

    /// Through the exec helper, where it is to run as another account.
    func assume(
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

    func readHelper(of process: RunningProcess) {
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
}
