import Events
import Platform
import Supervision
import Vocabulary

/// Probes of incarnations, and the notices of those that tell by themselves.
extension Supervisor {
    func startProbe(_ id: IncarnationID, _ spec: LaunchSpec) {
        guard let process = processes[id], let pid = process.pid else { return }
        let context = context(of: process, pid)
        context.onAnswer = { [unowned self] in
            feed(.probeAnswered(id, probe: $0, answer: $1))
        }
        httpStatuses[id.component] = nil
        context.onStatus = { [unowned self] in httpStatuses[id.component] = $0 }
        context.onForeign = { [unowned self] in feed(.probeForeign(id, probe: $0, $1)) }
        let probe = spec.ready.running(in: context) { [unowned self] name in
            feed(.probePassed(id, probe: name))
        }
        process.probe = probe
        feed(.probeAnswered(id, probe: probe.name, answer: "no answer yet"))
        probe.start()
    }

    func startHealth(_ id: IncarnationID, _ check: HealthCheck) {
        guard let process = processes[id], let pid = process.pid else { return }
        let tell: (Bool, String) -> Void = { [unowned self] in
            feed(.healthChanged(id, healthy: $0, answer: $1))
        }
        let run: any HealthWatch =
            check.probe == .notify
            ? Watchdog(check, loop, tell) : HealthRun(check, context(of: process, pid), tell)
        process.health = run
        run.start()
    }

    func stopProbe(_ id: IncarnationID) {
        processes[id]?.probe?.cancel()
        processes[id]?.probe = nil
        processes[id]?.health?.cancel()
        processes[id]?.health = nil
    }

    private func context(of process: RunningProcess, _ pid: Int32) -> ProbeContext {
        ProbeContext(
            loop: loop, spec: process.spec, pid: pid, logOffset: process.logOffset,
            isOwn: { [unowned self] in isOwn($0, of: process) },
            run: { [unowned self] in run($0, timeout: $1, of: process, $2) })
    }

    /// By the cgroup that made it, which the kernel tells; else by the descriptors of the
    /// incarnation's processes.
    func isOwn(_ listeners: [Listener], of process: RunningProcess) -> Bool {
        if let id = process.group?.id, listeners.contains(where: { $0.cgroup == id }) {
            return true
        }
        let members = sweep(of: process).members().map(\.pid)
        return listeners.contains { Listeners.isHeld($0, by: members) }
    }

    /// The incarnation is told by the sender's mark or pid; where the sender has gone already, by
    /// there being only one that waits.
    func takeNotice(from pid: Int32, _ assignments: [(String, String)]) {
        guard let process = sender(pid) else { return }
        for (name, value) in assignments {
            switch name {
            case "READY" where value == "1": process.probe?.notified()
            case "WATCHDOG": (process.health as? Watchdog)?.heard(value)
            case "STATUS": feed(.probeAnswered(process.id, probe: "notify", answer: value))
            case "EXTEND_TIMEOUT_USEC":
                if let time = Int(value) {
                    feed(.deadlineExtended(process.id, milliseconds: time / 1000))
                }
            default: break
            }
        }
    }

    private func sender(_ pid: Int32) -> RunningProcess? {
        let waiting = processes.values.filter {
            $0.probe != nil && $0.spec.ready.usesNotify || $0.health is Watchdog
        }
        if let id = byPid[pid] { return processes[id] }
        if pid > 0, let mark = ProcessEntry.mark(of: pid),
            let process = waiting.first(where: { $0.mark == mark })
        {
            return process
        }
        return waiting.count == 1 ? waiting.first : nil
    }

    /// A report with the last lines of the log since that launch, where it did not get ready.
    func filled(_ report: ComponentReport) -> ComponentReport {
        guard report.status != .ready, report.log.isEmpty,
            let (path, offset) = logOffsets[report.component]
        else { return report.redacted(by: recorder.secrets.redactor) }
        var report = report
        report.httpStatus = httpStatuses[report.component]
        report.log = LogReader.tail(path, from: offset, count: 20)
        return report.redacted(by: recorder.secrets.redactor)
    }
}

extension RunningProbe {
    /// Hands `READY=1` to the part of the probe that waits for it.
    func notified() {
        switch self {
        case let probe as NotifyProbe: probe.notified()
        case let probe as AnyProbe: probe.notified()
        case let probe as SequenceProbe: if probe.innermost !== probe { probe.innermost.notified() }
        default: break
        }
    }
}
