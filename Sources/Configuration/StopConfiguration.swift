/// How a service is asked to end.
package struct StopConfiguration: Sendable, Equatable {
    /// With its prefix: `SIGTERM`.
    package var signal: String
    /// Grace before it is killed.
    package var timeoutMilliseconds: Int
    /// Runs instead of the signal.
    package var command: Command?

    package init(
        signal: String = "SIGTERM", timeoutMilliseconds: Int = 10_000, command: Command? = nil
    ) {
        self.signal = signal
        self.timeoutMilliseconds = timeoutMilliseconds
        self.command = command
    }
}
