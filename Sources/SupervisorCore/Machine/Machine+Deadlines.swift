import Supervision
import Vocabulary

/// How long an incarnation has to get ready.
extension Machine {
    mutating func awaitReady(_ id: IncarnationID, _ spec: LaunchSpec) {
        let deadline = now.after(milliseconds: spec.readyTimeout)
        change(id) { $0.readyDeadline = deadline }
        actions.append(.arm(.ready(id), at: deadline))
        actions.append(.startProbe(id, spec))
    }

    /// Never less time than was configured.
    mutating func extend(_ id: IncarnationID, _ milliseconds: Int) {
        guard let incarnation = current(id), incarnation.phase == .starting else { return }
        let deadline = now.after(milliseconds: milliseconds)
        guard deadline > incarnation.readyDeadline else { return }
        change(id) { $0.readyDeadline = deadline }
        actions.append(.arm(.ready(id), at: deadline))
    }

    mutating func missedDeadline(_ id: IncarnationID) {
        guard let incarnation = current(id), incarnation.phase == .starting else { return }
        if incarnation.mayHaveBeenMissed { return believe(id) }
        let due = Moment(monotonic: incarnation.readyDeadline, wall: now.wall)
        let limit = due.milliseconds(since: incarnation.spawned?.monotonic ?? incarnation.began)
        let probe = incarnation.probe.map { " (\($0): \(incarnation.answer ?? "no answer"))" } ?? ""
        change(id) {
            $0.ending = .notReady
            $0.reason = "it was not ready within \(limit) ms\(probe)"
        }
        if !mayRestart(id) { failed(id, .failed, code: "component.not_ready") }
        components[id.component]?.mustLeave = true
    }

    /// It runs, and whether it is ready nobody heard: ending it for that would be wrong, and calling
    /// it ready, too. A notice that comes later is still heard.
    private mutating func believe(_ id: IncarnationID) {
        change(id) { $0.phase = .running }
        let reason =
            "it runs, and its READY=1 was not heard: that may have come while no supervisor lived"
        set(id.component, .degraded, reason)
        publish("component.unhealthy", id.component, ["answer": .string(reason)])
    }
}
