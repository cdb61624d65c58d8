/// The stable codes of a command line that can't be understood.
package enum UsageCode: String, Sendable, CaseIterable {
    case unknownCommand = "usage.unknown_command"
    case missingSubcommand = "usage.missing_subcommand"
    case unknownSubcommand = "usage.unknown_subcommand"
    case unknownFlag = "usage.unknown_flag"
    case missingValue = "usage.missing_value"
    case unexpectedValue = "usage.unexpected_value"
    case invalidValue = "usage.invalid_value"
    case unexpectedWord = "usage.unexpected_word"
    case unexpectedAssignment = "usage.unexpected_assignment"
    case invalidComponent = "usage.invalid_component"
    case conflictingFlags = "usage.conflicting_flags"
    case conflictingTargets = "usage.conflicting_targets"
    case missingSubject = "usage.missing_subject"
    case missingProgram = "usage.missing_program"
}
