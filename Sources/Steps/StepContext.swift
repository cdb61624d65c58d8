import Events
package import Platform
import Vocabulary

/// What the runner gives to a step while it runs.
package struct StepContext: Sendable {
    package let id: StepID
    /// Its place in the plan, from 1.
    package let number: Int
    package let total: Int
    /// Cancelled when this step must end: by its time-out, or with the whole run.
    package let cancellation: Cancellation
    /// Borne by every process of this step and by no other.
    package let mark: UInt64
    /// Where its output is appended; nil where it has no log.
    package let logPath: String?
    let component: ComponentID?
    let elevation: Elevation
    let isElevated: Bool
    let output: StepOutput
    let sink: any EventSink

    /// Tells how far the step is, for people.
    package func progress(_ message: String, number: Int? = nil, of total: Int? = nil) {
        sink.emit(.stepProgress(self, message, number: number, of: total))
    }

    /// Adds a line to the step's output, its log and the events.
    package func output(_ line: String) { output.append(Array((line + "\n").utf8), logPath) }

    /// Runs a program under this step's cancellation, mark, log and elevation, away from the
    /// cooperative pool.
    ///
    /// - Throws: `StepFailure` where it failed; see `CommandSpec` for what counts as that.
    package func run(_ command: CommandSpec) async throws -> CommandResult {
        let context = self
        return try await Blocking.run { try CommandRun(command, in: context).run() }
    }
}
