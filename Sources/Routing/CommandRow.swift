/// All that is known of one command: the parser, the help and the reference read nothing else.
package struct CommandRow: Sendable {
    package var command: CommandName
    package var subcommand: String? = nil
    /// Dashed forms that older tools had: `--stop`.
    package var aliases: [String] = []
    /// One line for lists, without a full stop.
    package var summary: String
    /// Whole sentences for the command's own help.
    package var description: String
    package var positionals: Positionals = .none
    /// Its own flags; the global and the target flags come on top.
    package var flags: [Flag] = []
    package var needs: [Need] = []
    package var targets: Targets = .none
    package var acceptsAssignments = false
    /// The `schema` of the `--json` answer; nil where the output is not ours.
    package var answerSchema: String?
    package var examples: [Example] = []

    /// What the words after the command are.
    package enum Positionals: String, Sendable {
        case none
        case components
        case keys
        /// A program and its arguments, none of them ours; at least one word.
        case program
        /// The words of a command.
        case topic
        /// The name of a snapshot, then components.
        case snapshot
        /// A file, then components.
        case file
        /// One key or several.
        case namedKeys = "named_keys"
        /// A key and its value, as two words or joined by `=`.
        case setting
        /// The name of a shell.
        case shell
    }

    /// How far the target flags of a command reach.
    package enum Targets: String, Sendable {
        case none
        /// The repository as a whole: `--everywhere`.
        case repositories
        /// Single projects: all target flags and the mode words.
        case projects
    }

    /// One line that works as it stands, and what it does.
    package struct Example: Sendable {
        package let line: String
        package let meaning: String
    }

    /// The words that name it: `config check`; empty for the bare command.
    package var words: [String] {
        command == .bare ? [] : [command.rawValue] + (subcommand.map { [$0] } ?? [])
    }

    /// Its words in one line; empty for the bare command.
    package var name: String { words.joined(separator: " ") }

    /// As it is typed, without anything after it: `envctl config check`.
    var title: String { (["envctl"] + words).joined(separator: " ") }

    /// The heading's address in the reference.
    var anchor: String { (["envctl"] + words).joined(separator: "-") }

    /// Takes `--project`, `--all` and the mode words.
    package var acceptsTargets: Bool { targets == .projects }

    package var targetFlags: [Flag] {
        switch targets {
        case .none: []
        case .repositories: [.everywhere]
        case .projects: Flag.target
        }
    }

    /// Own, target and global flags, in the order of the help.
    package var allFlags: [Flag] { flags + targetFlags + Flag.global }

    /// Its own flag of that spelling: a word such as `--format` may take other values elsewhere.
    func flag(like other: Flag) -> Flag? { allFlags.first { $0.spelling == other.spelling } }

    /// `envctl start [COMPONENT…] [TARGET] [KEY=VALUE…] [FLAGS]`.
    package var usage: String {
        var parts = ["envctl"] + words
        if acceptsTargets { parts.append("[TARGET]") }
        if acceptsAssignments { parts.append("[KEY=VALUE…]") }
        switch positionals {
        case .none: break
        case .components: parts.append("[COMPONENT…]")
        case .keys: parts.append("[KEY…]")
        case .topic: parts.append("[COMMAND]")
        case .snapshot: parts += ["NAME", "[COMPONENT…]"]
        case .file: parts += ["FILE", "[COMPONENT]"]
        case .namedKeys: parts.append("KEY…")
        case .setting: parts += ["KEY", "VALUE"]
        case .shell: parts.append("SHELL")
        case .program: parts += ["[FLAGS]", "[--]", "PROGRAM", "[ARGUMENT…]"]
        }
        return (positionals == .program ? parts : parts + ["[FLAGS]"]).joined(separator: " ")
    }
}

extension CommandRow.Positionals {
    /// What has to be named first, in words; nil where nothing has.
    var subject: String? {
        switch self {
        case .snapshot: "name of a snapshot"
        case .file: "file"
        case .namedKeys: "key"
        case .setting: "key and a value"
        case .shell: "shell: " + CompletionShell.allCases.map(\.rawValue).joined(separator: ", ")
        case .none, .components, .keys, .program, .topic: nil
        }
    }
}
