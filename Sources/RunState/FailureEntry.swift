package import Platform
package import Vocabulary

/// One failure of a run, with all that helps to see why.
package struct FailureEntry: Sendable, Equatable {
    package var time: Timestamp
    /// Stable and dotted, as in `Failure`.
    package var code: String
    package var message: String
    package var component: ComponentID?
    /// Id of the step that failed.
    package var step: String?
    package var failureClass: FailureClass?
    /// Outermost first.
    package var causes: [String] = []
    package var exit: Exit?
    /// The last lines of the component's log, scrubbed.
    package var logLines: [String] = []
    /// What envctl did about it.
    package var tried: [String] = []
    /// What to type or do next.
    package var hint: String?
    /// What programs may branch on: `errno`, `exit_code` (of a step's command), …
    package var numbers: JSON.Object = [:]

    package init(
        time: Timestamp, code: String, message: String, component: ComponentID? = nil
    ) {
        self.time = time
        self.code = code
        self.message = message
        self.component = component
    }

    package init(_ failure: Failure, time: Timestamp, component: ComponentID? = nil) {
        self.init(time: time, code: failure.code, message: failure.message, component: component)
        causes = failure.causes
        hint = failure.hint
        numbers = JSON.Object(
            failure.details.members.filter { $0.value.int != nil }.map { ($0.key, $0.value) })
    }

    /// In one line: what happened, and the first cause.
    package var sentence: String {
        let place = step.map { ["step '\($0)'"] } ?? []
        return (place + [message] + causes.prefix(1)).joined(separator: ": ")
    }

    package var json: JSON {
        [
            "ts": time.json, "code": .string(code), "message": .string(message),
            "component": component?.json ?? .null, "step": JSON(step),
            "class": JSON(failureClass?.rawValue), "causes": JSON(causes),
            "exit": exit?.json ?? .null, "log_lines": JSON(logLines), "tried": JSON(tried),
            "hint": JSON(hint), "numbers": .object(numbers),
        ]
    }

    package init(json: JSON) throws {
        self.init(
            time: try json.timestamp("ts"), code: try json.requiredString("code"),
            message: try json.requiredString("message"),
            component: try json.optionalIdentifier("component"))
        step = try json.optionalString("step")
        failureClass = try json.optionalWord("class")
        causes = try json.strings("causes")
        exit = try json.optional("exit", "an exit", Exit.init(json:))
        logLines = try json.strings("log_lines")
        tried = try json.strings("tried")
        hint = try json.optionalString("hint")
        // Reports of before have no such member.
        numbers = json["numbers"]?.object ?? [:]
    }
}
