/// What can be completed that only envctl knows: `completions WORD` prints it, one a line.
package enum CompletionKind: String, Sendable, CaseIterable {
    case components
    case projects
    case keys

    /// What the values of a flag are; nil where they are nobody's names.
    static func of(_ flag: Flag) -> CompletionKind? {
        switch flag {
        case .project, .gone, .from, .cloneFrom: .projects
        case .skip: .components
        default: nil
        }
    }

    /// What the words after a command are.
    static func of(_ positionals: CommandRow.Positionals) -> CompletionKind? {
        switch positionals {
        case .components, .snapshot, .file: .components
        case .keys, .namedKeys, .setting: .keys
        case .none, .program, .topic, .shell: nil
        }
    }
}

/// A shell that a script of completions can be made for.
package enum CompletionShell: String, Sendable, CaseIterable {
    case bash, zsh, fish

    /// The script, generated from the command table.
    package var script: String {
        switch self {
        case .bash: BashCompletion().script
        case .zsh: ZshCompletion().script
        case .fish: FishCompletion().script
        }
    }
}

/// What the three scripts are made of.
enum CompletionTable {
    static let rows = CommandTable.rows.filter { $0.command != .bare }

    /// The first words, each once, with what they do.
    static let commands: [(name: String, summary: String)] = {
        var result: [(name: String, summary: String)] = []
        for row in rows where !result.contains(where: { $0.name == row.command.rawValue }) {
            let summary = row.subcommand == nil ? row.summary : "\(row.command.rawValue) …"
            result.append((row.command.rawValue, summary))
        }
        return result
    }()

    /// The commands that have subcommands, with those.
    static let families: [(name: String, rows: [CommandRow])] = commands.compactMap { command in
        let family = rows.filter { $0.command.rawValue == command.name && $0.subcommand != nil }
        return family.isEmpty ? nil : (command.name, family)
    }

    /// Words that are always the same: mode words, shells, commands.
    static func words(after row: CommandRow) -> [String] {
        let modes = row.acceptsTargets ? TargetSelection.Mode.allCases.map(\.rawValue) : []
        switch row.positionals {
        case .shell: return modes + CompletionShell.allCases.map(\.rawValue)
        case .topic: return modes + commands.map(\.name)
        default: return modes
        }
    }

    /// How a flag may be typed.
    static func spellings(_ flag: Flag) -> [String] {
        [flag.spelling] + (flag.short.map { ["-\($0)"] } ?? [])
    }

    static let flagsWithValues = CommandTable.flags.filter { $0.value != nil }
}
