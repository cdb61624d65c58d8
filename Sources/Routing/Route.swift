package import Vocabulary

/// A command line that was understood: all of its values have the right form, none was looked up.
package struct Route: Sendable, Equatable {
    package var command: CommandName
    /// The second word of commands such as `config check`.
    package var subcommand: String?
    /// Components named after the command, in their order.
    package var components: [ComponentID]
    /// The snapshot or the file that is named first, unchecked; nil where the row takes none.
    package var subject: String?
    /// Keys named after `show-config` or a `config` command: `services.api.port`.
    package var keys: [String]
    /// The value of `config set`; nil elsewhere.
    package var setting: String?
    /// What `help` is asked about: the row's words, `["config", "check"]`; empty for all.
    package var topic: [String]
    package var targets: TargetSelection
    /// The path of `--repo`, as typed.
    package var repository: String?
    /// In their order; a later one of the same key wins.
    package var assignments: [Assignment]
    /// The program of `exec` and its arguments.
    package var program: [String]
    var flags: [Flag: [String]]

    package init(
        _ command: CommandName, subcommand: String? = nil, components: [ComponentID] = [],
        keys: [String] = [], topic: [String] = [], targets: TargetSelection = TargetSelection(),
        repository: String? = nil, assignments: [Assignment] = [], program: [String] = [],
        flags: [Flag: [String]] = [:]
    ) {
        self.command = command
        self.subcommand = subcommand
        self.components = components
        self.keys = keys
        self.topic = topic
        self.targets = targets
        self.repository = repository
        self.assignments = assignments
        self.program = program
        self.flags = flags
    }

    /// The row of the table that this route follows.
    package var row: CommandRow { CommandTable.row(command, subcommand) }
}

extension Route {
    /// Whether the flag was given.
    package func has(_ flag: Flag) -> Bool { flags[flag] != nil }

    /// The last value of the flag.
    package func value(_ flag: Flag) -> String? { flags[flag]?.last }

    /// All values of a repeatable flag, in their order.
    package func values(_ flag: Flag) -> [String] { flags[flag] ?? [] }

    /// The value of a flag of kind integer.
    package func integer(_ flag: Flag) -> Int? { value(flag).flatMap { Int($0) } }

    /// The value of a flag of kind moment.
    package func moment(_ flag: Flag) -> FlagMoment? {
        value(flag).flatMap { FlagMoment(text: $0) }
    }

    /// The value of a flag of kind duration, in milliseconds.
    package func duration(_ flag: Flag) -> Int? {
        value(flag).flatMap { FlagDuration(text: $0)?.milliseconds }
    }
}
