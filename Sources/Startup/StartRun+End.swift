import Configuration
import Events
import Planning
import Platform
import RunState
import Steps
import Supervision
import Vocabulary

/// How a start ends: committed, or undone.
extension StartRun {
    func close(
        _ session: StartSession, _ report: StepRunReport, _ cancellation: Cancellation
    ) throws -> StartOutcome {
        let failures = failures(report, cancellation)
        switch report.outcome {
        case .succeeded:
            return try committed(session, report, failures, request.detach ? .launched : .ready)
        case .degraded: return try committed(session, report, failures, .degraded)
        case .failed:
            // The same Ctrl-C may have ended a step's program before the step saw it.
            if isInterrupted(cancellation) {
                return try undone(session, nil, [], .interrupted)
            }
            if wasStopped(session) { return try undone(session, nil, [stopped], .failed) }
            if request.keepOnFailure {
                return try committed(session, report, failures, .failed)
            }
            return try undone(session, report, failures, .failed)
        case .cancelled:
            switch cancellation.reason {
            case .timeout: return try undone(session, report, [timedOut(report)], .failed)
            case .requested: return try undone(session, nil, [stopped], .failed)
            case .signal, nil: return try undone(session, nil, [], .interrupted)
            }
        }
    }

    func isInterrupted(_ cancellation: Cancellation) -> Bool {
        if case .signal = cancellation.reason { true } else { false }
    }

    /// By another command, or with its supervisor.
    private func wasStopped(_ session: StartSession) -> Bool {
        // It can't be asked any more: it has ended.
        guard let status = try? session.client.status() else { return true }
        return status["ending"]?.bool ?? false
    }

    private func committed(
        _ session: StartSession, _ report: StepRunReport, _ failures: [FailureEntry],
        _ ending: StartOutcome.Ending
    ) throws -> StartOutcome {
        let found = StartFindings(session: session, report: report, clock: parts.clock)
        let record = try parts.runs.record(plan.blueprint.run, of: project.scope)
        for (component, phases) in found.phases {
            try session.client.update(component, facts: ["phases": phases])
        }
        let notes = try degrade(session, failures)
        try session.client.updateRun([
            "ports": .array(session.live.current.ports.map(\.json)),
            "requirements": .array((try found.externals() + found.unlaunched(record)).map(\.json)),
            "failures": .array(failures.map(\.json)),
            "metadata": .object([RunRecord.failedStartKey: .null]),
        ])
        try Recording.span(.commit) { try session.client.commit() }
        Spares(session: session).refill()
        for note in notes { parts.sink.emit(.note(note)) }
        var outcome = try outcome(session, ending, failures)
        outcome.notes += notes
        return outcome
    }

    /// What runs without an optional bootstrap is recorded so, and told.
    private func degrade(
        _ session: StartSession, _ failures: [FailureEntry]
    ) throws -> [String] {
        try failures.compactMap { failure in
            guard failure.failureClass == .softBootstrap, let component = failure.component else {
                return nil
            }
            let reason = ([failure.message] + failure.causes).joined(separator: ": ")
            try session.client.degrade(component, reason: reason)
            return "'\(component)' is degraded: \(reason)"
        }
    }

    /// What this start began is stopped; what ran before stays.
    ///
    /// - Parameter report: where it says what was not launched, and why; nil where nothing failed.
    func undone(
        _ session: StartSession, _ report: StepRunReport?, _ failures: [FailureEntry],
        _ ending: StartOutcome.Ending
    ) throws -> StartOutcome {
        let facts = try facts(session, report, failures)
        let notes = try Recording.span(.undo) { try undo(session, failures, facts) }
        for note in notes { parts.sink.emit(.note(note)) }
        if !plan.continuesRun {
            try session.client.leave()
            try parts.ports.endClaims(of: plan.blueprint.run)
        }
        var outcome = try outcome(session, ending, failures)
        outcome.notes += notes
        return outcome
    }

    /// - Returns: what was done besides, in sentences for the user.
    private func undo(
        _ session: StartSession, _ failures: [FailureEntry], _ facts: JSON.Object
    ) throws -> [String] {
        // The answer tells them; on a full disk they may not be recorded as well.
        try? session.client.updateRun(facts)
        do {
            let restored = try session.client.abort().restored.map { "'\($0)'" }
            if restored.isEmpty { return [] }
            return ["what ran before was started again: \(restored.joined(separator: ", "))"]
        } catch  where Failure(error).code == "supervisor.no_transaction" {
            return []  // its beginning could not be recorded, so nothing was launched
        } catch  where SupervisorClient.isGone(error) {
            // The same is done without it.
            var now = try PresentProject(project, parts)
            return try Recovery(parts, isOwn: true).recover(&now)
        }
    }

    /// What is recorded of a start that is undone.
    private func facts(
        _ session: StartSession, _ report: StepRunReport?, _ failures: [FailureEntry]
    ) throws -> JSON.Object {
        var facts: JSON.Object = ["failures": .array(failures.map(\.json))]
        let cause = failures.first { $0.code != StartupParts.stopped.code }
        facts["metadata"] = .object([RunRecord.failedStartKey: JSON(cause?.sentence)])
        guard let report else { return facts }
        let found = StartFindings(session: session, report: report, clock: parts.clock)
        let record = try parts.runs.record(plan.blueprint.run, of: project.scope)
        let unlaunched = found.unlaunched(record).map { $0.undone(isWanted: request.resumes) }
        let unreached = try found.unreached(record).map { component in
            let wasWanted = record?[component.name]?.desired == .running
            return component.undone(isWanted: request.resumes || wasWanted)
        }
        facts["requirements"] = .array((unlaunched + unreached).map(\.json))
        return facts
    }

    private func outcome(
        _ session: StartSession, _ ending: StartOutcome.Ending, _ failures: [FailureEntry]
    ) throws -> StartOutcome {
        let record = try parts.runs.record(plan.blueprint.run, of: project.scope)
        let unwatched = record?.unwatched ?? []
        for note in unwatched { parts.sink.emit(.note(note)) }
        return StartOutcome(
            project: project, ending: ending, run: plan.blueprint.run, plan: plan,
            components: record?.components ?? [], failures: failures,
            notes: plan.notes + unwatched)
    }

    private func failures(
        _ report: StepRunReport, _ cancellation: Cancellation
    ) -> [FailureEntry] {
        report.results.filter(\.isFailed).map { result in
            var failure = result.error ?? Failure("step.failed", "step '\(result.id)' failed")
            // Its own time was not up: it was cut off with the whole start.
            if result.outcome == .timedOut, cancellation.reason == .timeout {
                failure.message = "step '\(result.id)' did not end in time"
                failure.causes.insert(outOfTime, at: 0)
                failure.hint = allowMore
            }
            let told = failure.details["component"]?.string.map(ComponentID.init(unchecked:))
            var entry = FailureEntry(
                failure, time: parts.clock.now(), component: told ?? component(of: result.id))
            entry.step = result.id.rawValue
            if let place = failure.location, place != result.id.rawValue,
                !place.hasPrefix("component '")
            {
                entry.causes.insert("at \(place)", at: 0)
            }
            entry.logLines = failure.details["log"]?.array?.compactMap(\.string) ?? []
            entry.failureClass = failure.details["class"]?.string.flatMap(FailureClass.init)
            // The details are our own; an exit that can't be read is only not shown.
            entry.exit = failure.details["exit"].flatMap { $0.isNull ? nil : try? Exit(json: $0) }
            return entry
        }
    }

    /// Whose step it is, by its name; nil where it is the project's own.
    private func component(of step: StepID) -> ComponentID? {
        plan.components.map(\.id).first { step.rawValue.hasPrefix("\($0).") }
    }

    private var stopped: FailureEntry {
        FailureEntry(
            StartupParts.stopped, time: parts.clock.now())
    }

    private func timedOut(_ report: StepRunReport) -> FailureEntry {
        let cut = report.results.filter { $0.outcome == .cancelled }
        // Between two steps nothing is cut: then what was to come.
        let open = (cut.isEmpty ? report.results.filter { !$0.outcome.isDone } : cut)
            .map(\.id.rawValue)
        return FailureEntry(
            Failure(
                "start.timed_out", "the start took longer than its time-out",
                because: ["still under way: \(open.joined(separator: ", "))"],
                hint: allowMore),
            time: parts.clock.now())
    }

    private var outOfTime: String {
        let place = request.timeout == nil ? "'start.timeout'" : "--timeout"
        let limit = timeLimit.map { ": \(place) is \($0) ms" } ?? ""
        return "the time of the whole start was up" + limit
    }

    private var allowMore: String {
        "see 'envctl logs', or allow the whole start more time with --timeout or 'start.timeout'"
    }
}
