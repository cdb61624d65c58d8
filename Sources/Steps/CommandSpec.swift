/// One program of a step, resolved by whoever made the step: nothing is expanded here.
package struct CommandSpec: Sendable, Equatable {
    /// What a command is there for.
    package enum Phase: String, Sendable, CaseIterable {
        case check, download, execute
    }

    /// The program and its arguments. A program without a slash is looked for in the environment's
    /// `PATH` when it runs, one with a slash is taken from `directory`.
    package var argv: [String]
    /// One line for people; empty where the step's own says it all.
    package var description: String
    package var phase: Phase
    /// Absolute.
    package var directory: String
    /// All of it: nothing is inherited.
    package var environment: [String: String]
    /// Milliseconds; nil: the step's own limit.
    package var timeout: Int?
    /// Codes other than 0 that count as success.
    package var ignoredExitCodes: Set<Int32>
    /// A line of output that contains one of these is a failure in spite of exit code 0.
    package var errorPatterns: [String]
    /// A line of output that contains one of these is a success in spite of another exit code.
    package var successPatterns: [String]
    /// Needs root.
    package var elevated: Bool
    /// Its place among its siblings, for progress; nil: counted within the step.
    package var number: Int?
    package var total: Int?
    /// Where its output is appended; nil: the step's own log.
    package var logPath: String?

    package init(
        _ argv: [String], directory: String, environment: [String: String],
        description: String = "", phase: Phase = .execute, timeout: Int? = nil,
        ignoredExitCodes: Set<Int32> = [], errorPatterns: [String] = [],
        successPatterns: [String] = [], elevated: Bool = false, number: Int? = nil,
        total: Int? = nil, logPath: String? = nil
    ) {
        self.argv = argv
        self.description = description
        self.phase = phase
        self.directory = directory
        self.environment = environment
        self.timeout = timeout
        self.ignoredExitCodes = ignoredExitCodes
        self.errorPatterns = errorPatterns
        self.successPatterns = successPatterns
        self.elevated = elevated
        self.number = number
        self.total = total
        self.logPath = logPath
    }

    /// `script` under `/bin/sh -c`.
    package static func shell(
        _ script: String, directory: String, environment: [String: String]
    ) -> CommandSpec {
        CommandSpec(["/bin/sh", "-c", script], directory: directory, environment: environment)
    }

    /// What people see of it: its description, else its words.
    package var title: String { description.isEmpty ? argv.joined(separator: " ") : description }
}
