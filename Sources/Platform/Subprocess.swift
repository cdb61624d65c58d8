import Glibc
import Vocabulary

/// A program that a command runs to its end, with everything it starts.
package struct Subprocess: Sendable {
    /// Absolute path.
    package var program: String
    /// Without `argv[0]`.
    package var arguments: [String]
    package var environment: [String: String]
    package var directory: String?
    /// What it reads from standard input; nil is `/dev/null`.
    package var input: [UInt8]?
    /// Standard error goes into the output too, in the order of writing.
    package var mergesErrors = true
    /// Milliseconds; nil waits for ever.
    package var timeout: Int?
    /// Milliseconds between SIGTERM and SIGKILL when it must end.
    package var grace = 2000
    /// Every descendant bears it, so that a crash of ours leaves nothing unfindable.
    package var mark: UInt64?
    /// Bytes of output that are kept, from the end.
    package var outputLimit = 262_144

    package init(
        _ program: String, _ arguments: [String] = [], environment: [String: String],
        directory: String? = nil
    ) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
        self.directory = directory
    }

    package struct Result: Sendable {
        package var exit: Exit
        /// The last `outputLimit` bytes.
        package var output: [UInt8]
        /// Empty where errors were merged into `output`.
        package var errorOutput: [UInt8]
        package var timedOut: Bool
        package var cancelled: Bool
        /// Milliseconds.
        package var duration: Int

        package var text: String { String(decoding: output, as: UTF8.self) }
        package var isSuccess: Bool { exit.isSuccess && !timedOut && !cancelled }
    }

    /// Runs it, blocking this thread until it and (when it was cut short) all it started is gone.
    ///
    /// - Parameter onOutput: called with each piece of output as it comes, on this thread.
    package func run(
        cancellation: Cancellation? = nil, onOutput: ((ArraySlice<UInt8>) -> Void)? = nil
    ) throws -> Result {
        try Recording.span(.subprocess, recorded, outcome: \.recorded) {
            var run = try SubprocessRun(self)
            return try run.run(cancellation: cancellation, onOutput: onOutput)
        }
    }

    /// The recorder makes a digest of the command line.
    private var recorded: JSON.Object {
        [
            "program": .string(program), "timeout_ms": JSON(timeout),
            "command_line": .string(([program] + arguments).joined(separator: "\u{0}")),
        ]
    }
}

extension Subprocess.Result {
    /// The end of the output is for deep sessions only.
    fileprivate var recorded: JSON.Object {
        [
            "exit": .string("\(exit)"), "timed_out": .bool(timedOut), "cancelled": .bool(cancelled),
            "output_bytes": JSON(output.count),
            "output": .string(String(decoding: output.suffix(2000), as: UTF8.self)),
        ]
    }
}
