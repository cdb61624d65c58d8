import Events
import Platform
import Vocabulary

extension StepLoop {
    /// In reverse, what this run itself did, also in part; only where the command asked for it.
    mutating func undoIfAsked() -> [StepRunReport.UndoFailure] {
        guard runner.options.undoOnFailure, outcome == .failed || outcome == .cancelled else {
            return []
        }
        var failures: [StepRunReport.UndoFailure] = []
        for step in acted.reversed() {
            guard let undo = step.undo else { continue }
            do { try self.undo(step, undo) } catch {
                let failure = Failure(error)
                runner.sink.emit(.stepUndoFailed(step, failure))
                failures.append(StepRunReport.UndoFailure(id: step.id, failure: failure))
            }
        }
        return failures
    }

    private mutating func undo(_ step: Step, _ undo: @escaping StepUndo) throws {
        try waitForMutexes(of: step)
        defer { mutexes.release(step.id) }
        // One of its own: the run's was used up by what led here.
        let cancellation = try Cancellation()
        let context = context(for: step, cancellation, mark: Mark.random())
        let limit = step.timeout
        try Blocking.wait {
            let timer = Task {
                guard let limit else { return }
                // Thrown only when the undo was faster, and there is nothing left to limit.
                guard (try? await Task.sleep(for: .milliseconds(limit))) != nil else { return }
                cancellation.cancel(.timeout)
            }
            defer { timer.cancel() }
            try await undo(context)
        }
        try runner.history?.forget(step.id)
        // What failed or was cancelled stays that; only a success can be taken back.
        guard var result = results[step.id], result.isSuccess else { return }
        result.outcome = .undone
        record(result, of: step)
    }

    private mutating func waitForMutexes(of step: Step) throws {
        let began = runner.clock.monotonic()
        while let holder = try mutexes.take(for: step) {
            let waited = Int((runner.clock.monotonic() - began) / 1_000_000)
            guard waited < runner.options.mutexWait else {
                throw Failure(
                    "step.mutex_held", "the undo of '\(step.id)' waited for '\(holder.mutex)'",
                    at: step.id.rawValue, because: ["it is held by: \(holder.name)"])
            }
            pause(milliseconds: 5)
        }
    }

    /// How the run stands.
    var outcome: StepRunReport.Outcome {
        let failed = results.values.filter(\.isFailed).map(\.id)
        if failed.contains(where: { graph[$0]?.policy != .soft }) { return .failed }
        let isCut = results.values.contains {
            $0.outcome == .cancelled || $0.outcome == .skipped(.cancelled)
        }
        if isCut { return .cancelled }
        return failed.isEmpty ? .succeeded : .degraded
    }

    func report(_ undoFailures: [StepRunReport.UndoFailure]) -> StepRunReport {
        StepRunReport(
            outcome: outcome, results: graph.order.compactMap { results[$0.id] },
            undoFailures: undoFailures, state: state)
    }
}
