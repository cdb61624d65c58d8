import Events
import Platform
import Vocabulary

extension StepLoop {
    /// Goes once through what has not begun: skips what can't, begins what can.
    mutating func settlePending() {
        // Seen here before the wait saw it: what runs must hear of it all the same.
        if cancellation.isCancelled, !isCancelled { cancelAll() }
        var rest: [Step] = []
        var hasPlace = true
        for step in pending {
            if let reason = reasonToSkip(step) {
                waiting[step.id] = nil
                record(StepResult(step.id, .skipped(reason)), of: step)
            } else if !isReady(step) || !hasPlace || !begin(step, &hasPlace) {
                rest.append(step)
            }
        }
        pending = rest
    }

    /// Why it will not run whatever comes; nil where it may.
    private func reasonToSkip(_ step: Step) -> SkipReason? {
        let reasons = step.predecessors.compactMap { results[$0].flatMap(consequence) }
        // Of several, the one that names what went wrong.
        let failed = reasons.first { if case .dependencyFailed = $0 { true } else { false } }
        if let reason = failed ?? reasons.first { return reason }
        if let stoppedAfter { return .stopped(after: stoppedAfter) }
        return isCancelled || saveFailure != nil ? .cancelled : nil
    }

    /// What a predecessor's end means for a step; nil where it may run.
    private func consequence(of result: StepResult) -> SkipReason? {
        if isEnough(result) { return nil }
        if case .skipped(let reason) = result.outcome { return reason }
        return result.outcome == .cancelled ? .cancelled : .dependencyFailed(result.id)
    }

    private func isReady(_ step: Step) -> Bool {
        step.predecessors.allSatisfy { results[$0].map(isEnough) ?? false }
    }

    /// Done, or failed where a failure does not matter.
    private func isEnough(_ result: StepResult) -> Bool {
        result.outcome.isDone || (result.isFailed && graph[result.id]?.policy == .soft)
    }

    /// Whether it is no longer pending: it runs, or failed to begin.
    private mutating func begin(_ step: Step, _ hasPlace: inout Bool) -> Bool {
        hasPlace = runner.options.jobs.take(orWake: mailbox)
        guard hasPlace else { return false }
        do {
            if let holder = try mutexes.take(for: step) {
                runner.options.jobs.release()
                return try isTiredOfWaiting(step, holder)
            }
            waiting[step.id] = nil
            try launch(step)
        } catch {
            giveUp(step, error)
        }
        return true
    }

    private mutating func giveUp(_ step: Step, _ error: any Error) {
        let failure = error as? StepFailure ?? StepFailure(.spawn, Failure(error))
        waiting[step.id] = nil
        record(
            StepResult(step.id, .failed(failure.kind), error: failure.failure), of: step)
    }

    /// - Returns: false while it goes on waiting.
    /// - Throws: `StepFailure` when it has waited long enough.
    private mutating func isTiredOfWaiting(
        _ step: Step, _ holder: StepMutexes.Holder
    ) throws -> Bool {
        guard holder.isForeign else { return false }
        let now = runner.clock.monotonic()
        guard let since = waiting[step.id] else {
            waiting[step.id] = now
            runner.sink.emit(.stepWaiting(step, holder))
            return false
        }
        let waited = Int((now - since) / 1_000_000)
        if waited < runner.options.mutexWait { return false }
        throw StepFailure(
            .mutex,
            Failure(
                "step.mutex_held", "step '\(step.id)' waited \(waited) ms for '\(holder.mutex)'",
                at: step.id.rawValue, because: ["it is held by: \(holder.name)"],
                hint: "wait for that to end, then try again"))
    }

    private mutating func launch(_ step: Step) throws {
        let cancellation: Cancellation
        do { cancellation = try Cancellation() } catch {
            mutexes.release(step.id)
            runner.options.jobs.release()
            throw error
        }
        let context = context(for: step, cancellation, mark: Mark.random())
        let work = StepWork(
            step: step, context: context, proof: proof(of: step), history: runner.history,
            followers: followers(of: step), clock: runner.clock, secrets: runner.options.secrets)
        runner.sink.emit(.stepStart(step, number: context.number, total: total))
        state.begin(step.id, mark: context.mark, at: runner.clock.now())
        save()
        let mailbox = mailbox
        running[step.id] = RunningStep(
            step: step, cancellation: cancellation, began: runner.clock.monotonic(),
            task: Task { mailbox.post(await work.perform()) },
            deadline: step.timeout.map { runner.clock.monotonic() + UInt64(max(0, $0)) * 1_000_000 }
        )
    }

    func context(for step: Step, _ cancellation: Cancellation, mark: UInt64) -> StepContext {
        let sink = runner.sink
        let position = graph.order.firstIndex { $0.id == step.id } ?? 0
        return StepContext(
            id: step.id, number: position + 1, total: total, cancellation: cancellation, mark: mark,
            logPath: step.logPath, component: step.component, elevation: runner.options.elevation,
            isElevated: step.elevated,
            output: StepOutput { sink.emit(.stepOutput(step, $0)) }, sink: sink)
    }

    /// The steps that must run because this one does.
    private func followers(of step: Step) -> [StepID] {
        graph.order.filter { $0.rerunsWith.contains(step.id) }.map(\.id)
    }

    private func proof(of step: Step) -> StepWork.Proof {
        let entry = runner.history?.entry(step.id)
        let ran = Set(acted.map(\.id))
        return StepWork.Proof(
            digest: entry != nil ? entry?.digest : resume.digests[step.id],
            isStale: (entry?.stale ?? false) || resume.stale.contains(step.id)
                || step.rerunsWith.contains(where: ran.contains),
            isNamed: resume.named == step.id,
            mustBeDone: resume.prerequisites.contains(step.id))
    }
}
