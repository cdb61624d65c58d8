/// The arguments cut into flags and words, before anyone asks whether they fit together.
///
/// It never fails, so that `--json` and `--help` are seen beside any mistake.
struct Lexer {
    enum Token: Equatable {
        case flag(Flag, value: String?)
        /// A word that may still be a mode word, an assignment or a subcommand.
        case word(String)
        /// A word after `--`, or of the program: taken as it is.
        case literal(String)
        case unknownFlag(String)
        case missingValue(Flag)
        case unexpectedValue(Flag, String)
    }

    private(set) var tokens: [Token] = []
    private(set) var command: CommandName?
    /// The first word, where it is no command.
    private(set) var unknownCommand: String?
    private var arguments: ArraySlice<String>

    init(_ arguments: [String]) {
        self.arguments = arguments[...]
        while let argument = self.arguments.popFirst() { take(argument) }
    }

    private mutating func take(_ argument: String) {
        if argument == "--" {
            takeRest()
        } else if argument.hasPrefix("--") {
            takeLong(argument)
        } else if argument.hasPrefix("-"), argument != "-" {
            takeShort(argument)
        } else {
            takeWord(argument)
        }
    }

    private mutating func takeRest() {
        tokens += arguments.map(Token.literal)
        arguments = []
    }

    private mutating func takeWord(_ word: String) {
        let isPlain =
            TargetSelection.Mode(rawValue: word) == nil && Assignment(word: word) == nil
        if isPlain, command == nil, unknownCommand == nil {
            command = CommandTable.command(named: word)
            if command == nil { unknownCommand = word }
        } else if isPlain, startsProgram {
            tokens.append(.literal(word))
            takeRest()
        } else {
            tokens.append(.word(word))
        }
    }

    /// After `exec` the first plain word and all that follows belong to the program.
    private var startsProgram: Bool {
        command.map { CommandTable.row($0).positionals == .program } ?? false
    }

    private mutating func takeLong(_ argument: String) {
        if command == nil, unknownCommand == nil,
            let aliased = CommandTable.command(named: argument)
        {
            command = aliased
            return
        }
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let spelling = String(parts[0])
        let flag = CommandTable.flags.first { $0.spelling == spelling }
        guard let flag else { return tokens.append(.unknownFlag(spelling)) }
        take(flag, attached: parts.count > 1 ? String(parts[1]) : nil)
    }

    /// `-f`, `-n 5`, `-n5`, `-fn5`.
    private mutating func takeShort(_ argument: String) {
        var letters = argument.dropFirst()
        while let letter = letters.popFirst() {
            let flag = CommandTable.flags.first { $0.short == letter }
            guard let flag else { return tokens.append(.unknownFlag("-" + String(letter))) }
            let takesRest = flag.value != nil && !letters.isEmpty
            take(flag, attached: takesRest ? String(letters) : nil)
            if takesRest { return }
        }
    }

    private mutating func take(_ flag: Flag, attached: String?) {
        switch (flag.value, attached) {
        case (nil, nil): tokens.append(.flag(flag, value: nil))
        case (nil, let value?): tokens.append(.unexpectedValue(flag, value))
        case (_?, let value?): tokens.append(.flag(flag, value: value))
        case (_?, nil):
            // A flag in the place of a value is a forgotten value; a negative number is not a flag.
            if let next = arguments.first, !Self.looksLikeFlag(next) {
                arguments.removeFirst()
                tokens.append(.flag(flag, value: next))
            } else {
                tokens.append(.missingValue(flag))
            }
        }
    }

    private static func looksLikeFlag(_ word: String) -> Bool {
        guard word.hasPrefix("-"), word != "-" else { return false }
        return word.utf8.dropFirst().first.map { !(0x30...0x39).contains($0) } ?? false
    }
}
