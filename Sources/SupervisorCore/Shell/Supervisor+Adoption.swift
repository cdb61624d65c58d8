import Glibc
import Platform
import RunState
import Supervision
import Vocabulary

/// Taking over what a lost supervisor left: by identity, never by pid.
extension Supervisor {
    /// Reads what was recorded, opens what lives, and lets the machine go on from there.
    func adopt() throws {
        guard let record = try LaunchRecord.read(runFolder: start.runFolder) else {
            throw Failure(
                "supervisor.nothing_to_adopt", "this run has no record of what it launched",
                at: start.runFolder, hint: "envctl start")
        }
        record.components.compactMap(\.spec).forEach(recorder.learn)
        let components = try record.components.map { recorded in
            var launched = recorded
            if let current = recorded.current, current.identity == nil {
                launched.current?.identity = current.leader(on: kernel)
            }
            return adoption(of: launched, isLiving: try hold(launched))
        }
        feed(
            .adopted(
                Adoption(
                    predecessor: record.supervisor, isOurOwn: isReexecuted,
                    transaction: record.transaction, components: components)))
        recorder.forgetProcesses(notOf: machine)
    }

    /// Takes hold of a component's recorded incarnation.
    ///
    /// - Returns: whether exactly its first process runs.
    private func hold(_ launched: LaunchedComponent) throws -> Bool {
        guard let current = launched.current, let spec = launched.spec else { return false }
        let id = IncarnationID(component: launched.component, number: current.number)
        // An offset that was not recorded: all of the log may be this incarnation's.
        let offset = current.logOffset ?? 0
        let process = RunningProcess(id: id, spec: spec, mark: current.mark, logOffset: offset)
        process.identity = current.identity
        process.pid = current.identity?.pid
        process.group = group(at: current.cgroup, mark: current.mark)
        processes[id] = process
        logOffsets[id.component] = (spec.log, offset)
        logs.keep(spec)
        if spec.usesNotify { try listenForNotices() }
        if holdChild(process) { return true }
        guard let identity = current.identity,
            let handle = try ProcessHandle.open(identity, on: kernel)
        else { return false }
        let registration = try loop.add(handle.descriptor, .reading) { [unowned self] _ in
            adoptedEnded(process)
        }
        process.adopted = (handle, registration)
        return true
    }

    private func adoption(
        of launched: LaunchedComponent, isLiving: Bool
    ) -> Adoption.Component {
        let record = recorder.recorded(launched.component)
        let isSame = record?.identity != nil && record?.identity == launched.current?.identity
        let holdsReadiness = isSame || launched.current == nil
        var component = Adoption.Component(
            launched: launched, isLiving: isLiving, status: record?.status ?? .lost,
            reason: record?.reason, started: record?.times.started,
            ready: holdsReadiness ? record?.times.ready : nil,
            readyMilliseconds: holdsReadiness ? record?.times.readyMilliseconds : nil,
            exit: record?.exit)
        // Of what was just stopped the record may be behind.
        guard !isLiving, launched.desired == .stopped, let record, record.identity == nil else {
            return component
        }
        component.isUndone = record.isUndone
        component.isStillWanted = record.desired == .running && record.status == .stopped
        return component
    }

    /// It is somebody else's child: its exit is not ours to see.
    private func adoptedEnded(_ process: RunningProcess) {
        unwatch(process)
        process.probe?.cancel()
        feed(.exited(process.id, Exit(code: nil), holder: stranger(on: process)))
    }

    func unwatch(_ process: RunningProcess) {
        guard let (handle, registration) = process.adopted else { return }
        loop.remove(registration, handle.descriptor)
        process.adopted = nil
    }

    /// The group is still this one as long as its leader lives.
    func signalGroup(of handle: ProcessHandle, _ signal: Int32) {
        if handle.waitForExit(milliseconds: 0) { return }
        // A leader that left its own group is asked alone.
        if kill(-handle.pid, signal) != 0 { _ = try? handle.send(signal) }
    }
}
