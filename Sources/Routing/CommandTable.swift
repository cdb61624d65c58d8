/// The only place that knows names, aliases, flags and needs; a new command is one row more.
package enum CommandTable {
    /// In the order of the help.
    package static let rows: [CommandRow] = groups.flatMap(\.rows)

    /// The rows under the titles of the help.
    static let groups: [(title: String, rows: [CommandRow])] = [
        ("run", running), ("look", looking), ("diagnose", diagnosing + packing), ("data", data),
        ("users", users), ("configure", setup), ("envctl", own),
    ]

    /// The row of a command; the bare one where there is none, which a test rules out.
    package static func row(_ command: CommandName, _ subcommand: String? = nil) -> CommandRow {
        rows.first { $0.command == command && $0.subcommand == subcommand } ?? bare
    }

    /// The rows of a command: one, or one for each subcommand.
    static func rows(of command: CommandName) -> [CommandRow] {
        rows.filter { $0.command == command }
    }

    /// The rows that the words of a help topic name: one, all subcommands of one, or all rows.
    static func rows(topic: [String]) -> [CommandRow] {
        rows.filter { $0.words.starts(with: topic) }
    }

    /// The command that a first word names, by its name or a dashed alias.
    static func command(named word: String) -> CommandName? {
        if let name = CommandName(rawValue: word), name != .bare { return name }
        return rows.first { $0.aliases.contains(word) }?.command
    }

    /// Every flag of every row, once.
    package static let flags: [Flag] = {
        var result: [Flag] = []
        for flag in rows.flatMap(\.allFlags) where !result.contains(flag) { result.append(flag) }
        return result
    }()
}
