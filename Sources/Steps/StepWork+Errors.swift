import Platform
import Vocabulary

extension StepWork {
    /// Cut short by a time-out or a cancel is no failure of the work, whatever it threw then.
    func explain(_ error: any Error, _ result: inout StepResult) {
        switch (error, context.cancellation.reason) {
        case (StepInterruption.timedOut(let limit), _): timeOut(limit, &result)
        case (_, .timeout): timeOut(step.timeout, &result)
        case (StepInterruption.cancelled, _), (_, .some): result.outcome = .cancelled
        case (let failure as StepFailure, nil): fail(failure.kind, failure.failure, &result)
        case (_, nil): fail(.function, Failure(error), &result)
        }
    }

    private func fail(
        _ kind: StepFailureClass, _ failure: Failure, _ result: inout StepResult
    ) {
        result.outcome = .failed(kind)
        result.error = failure
        if failure.location == nil { result.error?.location = step.id.rawValue }
    }

    private func timeOut(_ limit: Int?, _ result: inout StepResult) {
        let limit = limit ?? step.timeout
        result.outcome = .timedOut
        result.error = Failure(
            "step.timed_out",
            "step '\(step.id)' did not end" + (limit.map { " within \($0) ms" } ?? " in time"),
            at: step.id.rawValue, because: ["all its processes were ended"],
            hint: "see its output, or give it a longer 'timeout:'")
    }

    func checkFailure(_ message: String, _ error: any Error) -> StepFailure {
        let cause = Failure(error)
        let reasons = [[cause.message, cause.location].compactMap { $0 }.joined(separator: ": ")]
        return StepFailure(
            .check,
            Failure(
                "step.check_failed", message, at: step.id.rawValue, because: reasons + cause.causes,
                hint: cause.hint))
    }

    func unfinished() -> StepFailure {
        StepFailure(
            .check,
            Failure(
                "steps.unfinished_prerequisite",
                "step '\(step.id)' was done, but is not any more", at: step.id.rawValue,
                hint: "begin there: --resume-from \(step.id)"))
    }
}
