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
        case .components, .snapshot, .file, .user: .components
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

    /// A word or two of a command, and the words that may follow.
    struct Family {
        var name: String
        var words: [(word: String, summary: String)]
    }

    /// `config` with `get` and `set`, `supabase` with `user`, `supabase user` with `list`.
    static let families: [Family] = {
        var result: [Family] = []
        for row in rows {
            let words = row.name.split(separator: " ").map(String.init)
            for index in words.indices.dropFirst() {
                let isLast = index == words.count - 1
                let next = (words[index], isLast ? row.summary : "\(words[index]) …")
                add(next, after: words[..<index].joined(separator: " "), to: &result)
            }
        }
        return result
    }()

    private static func add(
        _ next: (word: String, summary: String), after name: String, to families: inout [Family]
    ) {
        guard let index = families.firstIndex(where: { $0.name == name }) else {
            return families.append(Family(name: name, words: [next]))
        }
        if families[index].words.contains(where: { $0.word == next.word }) { return }
        families[index].words.append(next)
    }

    /// Words that are still part of a command's name behind others: `config get`, `supabase user`.
    static let longNames = families.flatMap { family in
        family.words.map { "\(family.name) \($0.word)" }
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
