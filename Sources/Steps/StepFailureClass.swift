/// Why a step failed, as one stable word for programs.
package enum StepFailureClass: String, Sendable, CaseIterable {
    /// A command ended with a code that is not success.
    case exit
    /// A command printed one of its error patterns.
    case errorOutput = "error_output"
    /// A command's program is not there.
    case missingProgram = "missing_program"
    /// A command could not be started for another reason.
    case spawn
    /// The step's check, or the reading of its inputs, threw.
    case check
    /// The step's function threw.
    case function
    /// Root is needed and can't be had.
    case elevation
    /// Another kept a mutex for too long.
    case mutex
}
