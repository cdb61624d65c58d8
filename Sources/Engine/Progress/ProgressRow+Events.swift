import Events
import Vocabulary

extension ProgressRow {
    /// What a supervisor or a command tells of the component.
    mutating func take(_ event: Event, at now: UInt64) {
        switch event.name {
        case "component.ready":
            isReady = true
            milliseconds = event.data["milliseconds"]?.int
            if steps.isEmpty { enter(.ready, at: now) }
        case "component.stopping":
            isReady = false
            enter(.stops, at: now)
        case "component.stopped": enter(.waits, at: now)
        case "component.launching", "component.restarting":
            isReady = false
            enter(.launches, at: now)
            detail = event.data["reason"]?.string
        case "component.launched" where steps.isEmpty: enter(.starts, at: now)
        case "component.failed": fail(event.data["reason"]?.string, at: now)
        case "requirement.installing":
            enter(.prepares, at: now)
            detail = event.data["command"]?.string
        default: break
        }
    }

    /// What the runner of the steps tells.
    mutating func takeStep(_ event: String, _ id: String, _ data: JSON.Object, at now: UInt64) {
        switch event {
        case "step.start":
            steps.append(id)
            enter(phase(of: id), at: now)
            detail = phase == .prepares || phase == .finishes ? data["description"]?.string : nil
        case "step.output": detail = data["line"]?.string ?? detail
        case "step.progress": detail = data["message"]?.string ?? detail
        case "step.waiting": detail = data["holder"]?.string.map { "waits for \($0)" } ?? detail
        case "step.end": endStep(id, data, at: now)
        default: break
        }
    }

    private func phase(of id: String) -> Phase {
        if id.hasSuffix(".launch") { return .launches }
        if id.hasSuffix(".ready") { return .starts }
        return isReady ? .finishes : .prepares
    }

    private mutating func endStep(_ id: String, _ data: JSON.Object, at now: UInt64) {
        steps.removeAll { $0 == id }
        switch data["outcome"]?.string {
        case "failed", "timed_out": return fail(data["error"]?["message"]?.string, at: now)
        case "cancelled": return enter(.skipped, at: now)
        default: break
        }
        if phase == .failed { return }
        if let step = steps.last { return enter(phase(of: step), at: now) }
        enter(restingPhase(after: id, data), at: now)
        if phase == .skipped { detail = data["reason"]?.string }
    }

    /// Where none of its steps runs.
    private func restingPhase(after id: String, _ data: JSON.Object) -> Phase {
        if isReady { return .ready }
        if isKept { return .runs }
        let wasSkipped = data["outcome"]?.string == "skipped"
        if id.hasPrefix("steps.") { return wasSkipped ? .skipped : .done }
        if id.hasSuffix(".launch") { return wasSkipped ? .skipped : .launched }
        return isServedElsewhere && !wasSkipped ? .ready : .waits
    }

    private mutating func fail(_ reason: String?, at now: UInt64) {
        enter(.failed, at: now)
        detail = reason
    }
}
