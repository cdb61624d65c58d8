import Events
import RunState
import Vocabulary

extension Event {
    /// Something worth knowing, in one sentence.
    static func note(_ text: String) -> Event {
        Event("start.note", data: ["text": .string(text)])
    }

    /// What is to run, in the order in which it starts.
    static func planned(_ components: [JSON]) -> Event {
        Event("start.planned", data: ["components": .array(components)])
    }

    static func portMoved(_ plan: PortPlan, from lost: Port, holder: String?) -> Event {
        Event(
            "port.moved", component: plan.component,
            data: [
                "resource": .string(plan.resource), "from": lost.json,
                "to": plan.final.json, "holder": JSON(holder),
            ])
    }
}
