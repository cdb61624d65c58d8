import Platform
import RunState
import Vocabulary

/// Records against the kernel, for one project: a pure function of what the view answers.
struct Comparison<View: KernelView> {
    let view: View
    let supervisor: SupervisorState
    /// The run was stopped on purpose.
    let runHasEnded: Bool

    init(_ record: RunRecord, supervisorLives: Bool, view: View) {
        self.view = view
        runHasEnded = record.ended != nil || record.status == .stopped
        supervisor = supervisorLives ? .running : runHasEnded ? .stopped : .lost
    }

    func observe(_ record: ComponentRecord) -> ObservedComponent {
        if record.backend == .external {
            let reason = record.reason ?? "not observed: it is no process of ours"
            return ObservedComponent(
                record: record, status: record.status, reason: reason, isObserved: false)
        }
        guard let identity = record.identity else { return withoutProcess(record) }
        return view.isAlive(identity) ? living(record) : gone(record, identity)
    }

    /// Its process runs: is it at its ports, and has it its data?
    private func living(_ record: ComponentRecord) -> ObservedComponent {
        var seen = ObservedComponent(
            record: record, status: record.status, reason: record.reason, isAlive: true)
        switch record.status {
        // Whoever is at work on it, or gave it up, knows more than a look can tell.
        case .starting, .stopping, .failed, .skipped: return seen
        case .degraded, .ready: break
        // A process that runs is not lost or stopped, whatever the record says.
        case .stopped, .lost, .foreign: (seen.status, seen.reason) = (.ready, nil)
        }
        for bound in record.ports { look(at: bound, of: &seen) }
        if let data = record.data, !view.exists(data) {
            seen.status = .degraded
            seen.reason = "its data folder is gone: \(data)"
        }
        return seen
    }

    private func look(at bound: BoundPort, of seen: inout ObservedComponent) {
        if isElsewhere(seen.record) { return seen.ownPorts.append(bound.port) }
        let listeners = view.listeners(on: bound.port)
        if let stranger = listeners.stranger({ isOwn($0, bound, seen.record) }) {
            becomeForeign(&seen, stranger)
        } else if !listeners.isEmpty {
            seen.ownPorts.append(bound.port)
        } else if seen.status != .foreign {
            seen.status = .degraded
            seen.reason = "nothing listens on its port \(bound.port)"
        }
    }

    /// Published by an engine at another address: what listens here at its port is not asked, and
    /// says nothing of it.
    private func isElsewhere(_ record: ComponentRecord) -> Bool {
        guard record.backend == .docker, let host = record.url.flatMap(PublicAddress.host) else {
            return false
        }
        return !PublicAddress.isLoopback(host)
    }

    /// By the socket recorded at ready, else by cgroup, else by the descriptors of its processes.
    private func isOwn(
        _ listener: Listener, _ bound: BoundPort, _ record: ComponentRecord
    ) -> Bool {
        if let inode = bound.inode, inode == listener.inode { return true }
        if let path = record.cgroup, let id = listener.cgroup, view.cgroup(at: path) == id {
            return true
        }
        return view.isHeld(listener, by: record)
    }

    private func becomeForeign(_ seen: inout ObservedComponent, _ listener: Listener) {
        let holder = view.holder(of: listener)
        seen.status = .foreign
        seen.holder = holder
        seen.reason = "its port \(listener.port) is held by \(holder)"
    }

    /// Its process has ended.
    private func gone(
        _ record: ComponentRecord, _ identity: ProcessIdentity
    ) -> ObservedComponent {
        var seen = withoutProcess(record)
        guard seen.status == .ready || seen.status == .degraded || seen.status == .lost else {
            return seen
        }
        seen.status = .lost
        seen.reason =
            supervisor == .running
            ? "process \(identity.pid) is gone, and the supervisor has not told of it yet"
            : "process \(identity.pid) is gone"
        let stranger = record.ports.lazy.compactMap { view.listeners(on: $0.port).first }.first
        if let stranger, !isElsewhere(record) { becomeForeign(&seen, stranger) }
        return seen
    }

    /// No process runs: what a living supervisor says, else what can still be true.
    private func withoutProcess(_ record: ComponentRecord) -> ObservedComponent {
        var seen = ObservedComponent(
            record: record, status: record.status, reason: record.reason)
        if supervisor == .running {
            explainMissingData(&seen)
            return seen
        }
        switch record.status {
        case .failed, .skipped, .stopped: break
        case _ where runHasEnded || record.desired == .stopped: seen.status = .stopped
        default:
            seen.status = .lost
            seen.reason = "recorded as \(record.status.rawValue), and nothing of it was found"
        }
        explainMissingData(&seen)
        return seen
    }

    /// What had data once and should run again can't without it.
    private func explainMissingData(_ seen: inout ObservedComponent) {
        guard seen.status == .lost || seen.status == .failed, seen.record.desired == .running,
            let data = seen.record.data, !view.exists(data),
            // What is known of the data lies beside it, and stays when it goes.
            seen.record.times.ready != nil || view.exists(data + ".json")
        else { return }
        seen.status = .failed
        seen.reason = "its data folder is gone: \(data)"
        seen.isDataMissing = true
    }
}
