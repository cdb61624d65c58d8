package import Vocabulary

/// Turns arguments into a `Route`. Reads no file and no environment.
package enum Parser {
    /// The route of `arguments` (without the program's own name).
    ///
    /// - Throws: a `Failure` whose code is one of `UsageCode`.
    package static func parse(_ arguments: [String]) throws(Failure) -> Route {
        let lexer = Lexer(arguments)
        if let word = lexer.unknownCommand { throw unknownCommand(word) }
        if lexer.tokens.contains(.flag(.help, value: nil)) { return helpRoute(lexer) }
        if lexer.tokens.contains(.flag(.version, value: nil)) {
            return Route(.version, flags: globalFlags(lexer))
        }
        var tokens = lexer.tokens
        let command = lexer.command ?? .bare
        let row = try row(command, &tokens)
        var builder = RouteBuilder(row: row)
        for token in tokens { try builder.take(token) }
        return try builder.finish()
    }

    /// Whether `--json` was asked for, also beside a mistake: errors then go out as JSON too.
    package static func asksForJSON(_ arguments: [String]) -> Bool {
        Lexer(arguments).tokens.contains(.flag(.json, value: nil))
    }

    /// Whether `--no-color` was asked for, also beside a mistake.
    package static func asksForNoColor(_ arguments: [String]) -> Bool {
        Lexer(arguments).tokens.contains(.flag(.noColor, value: nil))
    }

    static func unknownCommand(_ word: String) -> Failure {
        let names = CommandName.allCases.filter { $0 != .bare }.map(\.rawValue)
        var failure = Failure.usage(
            .unknownCommand, "unknown command '\(word)'", row: CommandTable.bare,
            suggestion: suggestion(for: word, among: names))
        failure.hint =
            (failure.details["suggestion"]?.string).map { "did you mean '\($0)'? " } ?? ""
        failure.hint? += "usage: envctl COMMAND …; 'envctl help' lists the commands"
        return failure
    }

    /// The row of a command; takes the subcommand out of the words where there are some.
    private static func row(
        _ command: CommandName, _ tokens: inout [Lexer.Token]
    ) throws(Failure) -> CommandRow {
        let rows = CommandTable.rows(of: command)
        let names = rows.compactMap(\.subcommand)
        guard let first = rows.first, !names.isEmpty else { return CommandTable.row(command) }
        let isPlainWord: (Lexer.Token) -> Bool = {
            if case .word(let word) = $0 { Assignment(word: word) == nil } else { false }
        }
        let indices = tokens.indices.filter { isPlainWord(tokens[$0]) }
        let words = indices.compactMap { index -> String? in
            if case .word(let word) = tokens[index] { word } else { nil }
        }
        guard let word = words.first else {
            throw .usage(
                .missingSubcommand, "'\(command.rawValue)' needs a subcommand", row: first,
                known: names)
        }
        guard let row = rows.first(where: { words.starts(with: $0.words.dropFirst()) }) else {
            let count = first.words.count - 1
            let typed = words.prefix(count).joined(separator: " ")
            let said = names.contains { $0.hasPrefix(word + " ") } ? typed : word
            throw .usage(
                .unknownSubcommand, "'\(command.rawValue)' has no subcommand '\(said)'", row: first,
                suggestion: suggestion(for: said, among: names), known: names)
        }
        for index in indices.prefix(row.words.count - 1).reversed() { tokens.remove(at: index) }
        return row
    }

    /// `start --help`: the help of what stands before it; nothing else is looked at.
    private static func helpRoute(_ lexer: Lexer) -> Route {
        var topic = lexer.command.map { [$0.rawValue] } ?? []
        let rows = lexer.command.map(CommandTable.rows(of:)) ?? []
        for case .word(let word) in lexer.tokens
        where rows.contains(where: { $0.words.starts(with: topic + [word]) }) {
            topic.append(word)
        }
        return Route(.help, topic: topic, flags: globalFlags(lexer))
    }

    private static func globalFlags(_ lexer: Lexer) -> [Flag: [String]] {
        var flags: [Flag: [String]] = [:]
        for case .flag(let flag, let value) in lexer.tokens where Flag.global.contains(flag) {
            flags[flag, default: []] += value.map { [$0] } ?? []
        }
        return flags
    }
}
