package import Platform

/// How a command ended that did not fail.
package struct CommandResult: Sendable {
    package var exit: Exit
    /// The last 64 KiB of what it wrote to both streams.
    package var output: String
    /// Milliseconds.
    package var duration: Int
}
