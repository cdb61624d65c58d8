import Events
import Vocabulary

/// The events of the runner; `data` of each is described in `docs/steps.md`.
extension Event {
    static func stepStart(_ step: Step, number: Int, total: Int) -> Event {
        var event = Event(
            "step.start", component: step.component,
            data: [
                "id": step.id.json, "number": JSON(number), "total": JSON(total),
                "description": .string(step.description),
            ])
        if step.isDescribedByCommand { event.commandKeys = ["description"] }
        return event
    }

    static func stepOutput(_ step: Step, _ line: String) -> Event {
        Event(
            "step.output", component: step.component,
            data: ["id": step.id.json, "line": .string(line)])
    }

    static func stepProgress(
        _ context: StepContext, _ message: String, number: Int?, of total: Int?
    ) -> Event {
        Event(
            "step.progress", component: context.component,
            data: [
                "id": context.id.json, "message": .string(message), "number": JSON(number),
                "total": JSON(total),
            ])
    }

    static func stepEnd(_ step: Step, _ result: StepResult) -> Event {
        Event(
            "step.end", component: step.component,
            data: [
                "id": step.id.json, "outcome": .string(result.outcome.code),
                "reason": JSON(result.outcome.reasonText), "error": result.error?.json ?? .null,
                "duration": JSON(result.duration),
            ])
    }

    static func stepWaiting(_ step: Step, _ holder: StepMutexes.Holder) -> Event {
        Event(
            "step.waiting", component: step.component,
            data: [
                "id": step.id.json, "mutex": .string(holder.mutex), "holder": .string(holder.name),
            ])
    }

    static func stepUndoFailed(_ step: Step, _ failure: Failure) -> Event {
        Event(
            "step.undo_failed", component: step.component,
            data: ["id": step.id.json, "error": failure.json])
    }

    static func stepStateDamaged(setAside: String, reason: String) -> Event {
        Event(
            "step.state_damaged",
            data: ["set_aside": .string(setAside), "reason": .string(reason)])
    }
}
