/// A step's command was cut short: not a failure of the command.
enum StepInterruption: Error {
    case timedOut(milliseconds: Int?)
    case cancelled
}
