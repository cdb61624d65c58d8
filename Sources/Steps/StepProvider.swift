/// Something that is done by steps: an adapter, a service, later a pack or a tool.
package protocol StepProvider: Sendable {
    /// The id of its one step, and the parent of the ids of several.
    var stepID: StepID { get }
    var stepDescription: String { get }
    /// Its steps; none by default.
    func steps() throws -> [Step]
    /// Its programs, one step each, one after the other; asked where `steps` is empty.
    func commands() throws -> [CommandSpec]
    /// Its work as one function; the step where there is nothing else.
    func run(_ context: StepContext) async throws -> StepOutcomeNote?
}

extension StepProvider {
    package func steps() throws -> [Step] { [] }
    package func commands() throws -> [CommandSpec] { [] }
    package func run(_ context: StepContext) async throws -> StepOutcomeNote? {
        StepOutcomeNote(skipped: "nothing to do")
    }

    /// What the runner takes: the first that is there of steps, commands and the function.
    package func expandedSteps() throws -> [Step] {
        let steps = try steps()
        if !steps.isEmpty { return steps }
        let commands = try commands()
        if commands.isEmpty { return [try Step(stepID, stepDescription, function: run)] }
        return try commands.enumerated().map { index, command in
            try Step(
                stepID.child(String(index + 1)),
                command.description.isEmpty ? stepDescription : command.description,
                commands: [command],
                dependsOn: index == 0 ? [] : [stepID.child(String(index))],
                elevated: command.elevated)
        }
    }
}
