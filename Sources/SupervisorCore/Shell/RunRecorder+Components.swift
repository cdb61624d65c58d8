import Events
import Platform
import RunState
import Supervision
import Vocabulary

/// What the run's record tells of the machine's state.
extension RunRecorder {
    func record(of machine: Machine) -> RunRecord {
        var record = base
        for component in machine.order {
            guard let state = machine.components[component], let spec = state.spec else { continue }
            record[component] = componentRecord(
                record[component], state, spec)
        }
        if machine.isStoppedByUser { giveUpUnlaunched(&record, machine) }
        record.lacks = machine.lacks
        record.status = Self.status(of: record.components, machine)
        if machine.hasEnded {
            record.supervisor = nil
            record.ended = clock.now()
        }
        return record
    }

    /// What an earlier run or a failed start left to do is not wanted any more, either.
    private func giveUpUnlaunched(_ record: inout RunRecord, _ machine: Machine) {
        for name in record.components.map(\.name) where machine.components[name]?.spec == nil {
            record[name]?.desired = .stopped
            record[name]?.status = .stopped
            record[name]?.reason = nil
            record[name]?.isUndone = false
        }
    }

    private func componentRecord(
        _ known: ComponentRecord?, _ state: ComponentState, _ spec: LaunchSpec
    ) -> ComponentRecord {
        var record =
            known ?? ComponentRecord(name: state.id, kind: spec.kind, status: state.status)
        record.desired = state.isStillWanted ? .running : state.desired
        record.isUndone = state.isUndone
        record.status = state.status
        record.reason = state.reason.map(secrets.redactor.text)
        record.identity = state.current?.identity
        record.session = state.current?.identity?.pid
        record.mark = state.lastMark
        record.cgroup = state.lastGroup
        record.ports = spec.ports.map {
            BoundPort(
                resource: $0.resource, port: $0.port,
                inode: state.current == nil ? nil : inodes[state.id]?[$0.port])
        }
        record.url = spec.url.map(PublicAddress.of)
        record.log = spec.log
        record.times = ComponentTimes(
            started: state.started, ready: state.ready,
            readyMilliseconds: state.readyMilliseconds)
        record.restarts = state.restarts
        record.exit = state.exit
        record.fingerprint = spec.fingerprint.json.object ?? [:]
        if spec.kind == .service { record.directory = spec.directory }
        // Facts of another shape are the command's mistake; the rest of the record is right.
        try? record.take(facts: .object(spec.facts))
        record.command = record.command.map(secrets.redactor.text)
        return record
    }

    static func status(of components: [ComponentRecord], _ machine: Machine) -> ComponentStatus {
        if machine.hasEnded { return .stopped }
        if machine.isEnding { return .stopping }
        let wanted = components.filter { $0.desired == .running && $0.status != .skipped }
        let statuses = Set(wanted.map(\.status))
        if wanted.isEmpty { return components.isEmpty ? .starting : .stopped }
        if statuses == [.ready] { return .ready }
        if statuses.contains(.starting) || statuses.contains(.stopping) { return .starting }
        return statuses.contains(.ready) ? .degraded : .failed
    }
}
