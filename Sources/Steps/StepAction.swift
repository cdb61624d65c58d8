/// What a step does when it runs.
package enum StepAction: Sendable {
    /// Programs, one after the other; the first that fails ends the step.
    case commands([CommandSpec])
    /// Work of our own. It must heed `context.cancellation`, through which a time-out comes too.
    case function(StepFunction)

    var commands: [CommandSpec] {
        if case .commands(let commands) = self { commands } else { [] }
    }
}

/// Work of our own as the action of a step; blocking calls belong into `Platform.Blocking.run`.
package typealias StepFunction = @Sendable (StepContext) async throws -> StepOutcomeNote?
/// Whether a step is done already.
package typealias StepCheck = @Sendable (StepContext) async throws -> Bool
/// Takes back what a step did, wholly or in part; runs also after a step that was cut short.
package typealias StepUndo = @Sendable (StepContext) async throws -> Void
