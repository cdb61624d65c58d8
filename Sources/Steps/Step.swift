package import Vocabulary

/// One node of the graph that a command executes.
package struct Step: Sendable {
    package let id: StepID
    /// One line for people.
    package let description: String
    package let action: StepAction
    package var dependsOn: [StepID]
    /// Names of what this step must have for itself while it runs, also against other processes.
    package var mutexes: [String]
    /// Whether it may be repeated when nobody knows how far it came; unsure means no.
    package var idempotent: Bool
    /// Asked before the action, and believed.
    package var check: StepCheck?
    /// Milliseconds for check and action together, waits for mutexes not counted; nil: no limit.
    package var timeout: Int?
    /// Its commands need root.
    package var elevated: Bool
    package var undo: StepUndo?
    package var policy: StepPolicy
    /// Their digest decides whether a done step is still done.
    package var inputs: [StepInput]
    /// The component that its events and errors belong to.
    package var component: ComponentID?
    /// Where its output is appended; nil keeps only the tail in the result.
    package var logPath: String?
    /// Steps before this one (dependencies too): where one of them really ran, this one is not
    /// skipped, whatever its check and inputs say. Makes a `prepare` list.
    package var rerunsWith: [StepID]
    /// Whoever made the graph has seen that what it brings about is there and in use: neither its
    /// check nor its action runs. No part of the plan's digest.
    package var isSettled = false
    /// Its description is the command line that it runs.
    package var isDescribedByCommand = false

    /// - Throws: `Failure` `step.no_name`, `step.no_description`, `step.two_actions` or
    ///   `step.no_action`: a step is exactly one of commands and a function.
    package init(
        _ id: StepID, _ description: String, commands: [CommandSpec]? = nil,
        function: StepFunction? = nil, dependsOn: [StepID] = [], mutexes: [String] = [],
        idempotent: Bool = false, check: StepCheck? = nil, timeout: Int? = nil,
        elevated: Bool = false, undo: StepUndo? = nil, policy: StepPolicy = .stop,
        inputs: [StepInput] = [], component: ComponentID? = nil, logPath: String? = nil,
        rerunsWith: [StepID] = []
    ) throws(Failure) {
        self.id = id
        self.description = description
        self.dependsOn = dependsOn
        self.mutexes = mutexes
        self.idempotent = idempotent
        self.check = check
        self.timeout = timeout
        self.elevated = elevated
        self.undo = undo
        self.policy = policy
        self.inputs = inputs
        self.component = component
        self.logPath = logPath
        self.rerunsWith = rerunsWith
        action = try Step.action(id, description, commands, function)
    }

    private static func action(
        _ id: StepID, _ description: String, _ commands: [CommandSpec]?, _ function: StepFunction?
    ) throws(Failure) -> StepAction {
        let name = id.rawValue
        guard !name.isEmpty, !name.unicodeScalars.contains(where: \.properties.isWhitespace) else {
            throw Failure(
                "step.no_name", "a step needs an id without spaces", at: description,
                because: name.isEmpty ? [] : ["its id is '\(name)'"])
        }
        guard !description.isEmpty else {
            throw Failure("step.no_description", "step '\(name)' has no description", at: name)
        }
        switch (commands ?? [], function) {
        case ([], let function?): return .function(function)
        case ([], nil): throw Failure("step.no_action", "step '\(name)' does nothing", at: name)
        case (let commands, nil): return .commands(commands)
        case (_, _?):
            throw Failure(
                "step.two_actions", "step '\(name)' has both commands and a function", at: name,
                hint: "make two steps of it")
        }
    }

    /// Everything that must be over before this step begins.
    var predecessors: [StepID] { dependsOn + rerunsWith.filter { !dependsOn.contains($0) } }
    /// Whether an earlier run's success can make this one unnecessary.
    var isProvable: Bool { check != nil || !inputs.isEmpty }
}
