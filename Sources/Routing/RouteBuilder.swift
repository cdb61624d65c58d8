import Vocabulary

/// Takes the tokens of one command one by one and refuses what its row does not know.
struct RouteBuilder {
    private let row: CommandRow
    private var route: Route

    init(row: CommandRow) {
        self.row = row
        self.route = Route(row.command, subcommand: row.subcommand)
    }

    mutating func take(_ token: Lexer.Token) throws(Failure) {
        switch token {
        case .flag(let flag, let value): try take(flag, value)
        case .word(let word): try take(word: word)
        case .literal(let word): try take(literal: word)
        case .unknownFlag(let spelling): throw unknownFlag(spelling)
        case .missingValue(let flag):
            guard let flag = row.flag(like: flag) else { throw unknownFlag(flag.spelling) }
            throw .usage(
                .missingValue, "\(flag.spelling) needs a value: \(flag.value?.name ?? "")", row: row
            )
        case .unexpectedValue(let flag, let value):
            throw .usage(
                .unexpectedValue, "\(flag.spelling) takes no value, found '\(value)'", row: row)
        }
    }

    /// The finished route, after the checks that need all of it.
    func finish() throws(Failure) -> Route {
        if row.positionals == .program, route.program.isEmpty {
            throw .usage(.missingProgram, "no program to run was named", row: row)
        }
        if let missing = row.positionals.subject, isMissingSubject {
            throw .usage(.missingSubject, "\(row.title) needs a \(missing)", row: row)
        }
        if row.command == .data, row.subcommand == "clone", !route.has(.from) {
            throw .usage(.missingSubject, "\(row.title) needs --from PROJECT", row: row)
        }
        if row.positionals == .topic, CommandTable.rows(topic: route.topic).isEmpty {
            throw Parser.unknownCommand(route.topic.joined(separator: " "))
        }
        if let conflict = route.targets.conflict(with: route.repository) {
            throw .usage(.conflictingTargets, conflict, row: row)
        }
        if let (one, other) = contradiction {
            throw .usage(
                .conflictingFlags, "\(one.spelling) and \(other.spelling) exclude each other",
                row: row)
        }
        return route
    }

    /// Two flags of which each forbids what the other asks for.
    private var contradiction: (Flag, Flag)? {
        [(Flag.foreground, Flag.detach), (.foreground, .dryRun)]
            .first { route.has($0.0) && route.has($0.1) }
    }

    private var isMissingSubject: Bool {
        switch row.positionals {
        case .namedKeys: route.keys.isEmpty
        case .setting: route.setting == nil
        default: route.subject == nil
        }
    }

    private mutating func take(_ given: Flag, _ value: String?) throws(Failure) {
        guard let flag = row.flag(like: given) else { throw unknownFlag(given.spelling) }
        if let value { try check(value, of: flag) }
        route.flags[flag, default: []] += value.map { [$0] } ?? []
        switch flag {
        case .repo: route.repository = value
        case .project: route.targets.projects += value.map { [$0] } ?? []
        case .main: route.targets.mode = .main
        case .trees: route.targets.mode = .trees
        case .all: route.targets.all = true
        case .everywhere: route.targets.everywhere = true
        default: break
        }
    }

    private func check(_ value: String, of flag: Flag) throws(Failure) {
        guard let kind = flag.value?.kind, let expected = kind.complaint(about: value) else {
            return
        }
        var near: String?
        if case .choice(let words) = kind { near = suggestion(for: value, among: words) }
        throw .usage(
            .invalidValue, "\(flag.spelling) takes \(expected), found '\(value)'", row: row,
            suggestion: near)
    }

    private mutating func take(word: String) throws(Failure) {
        if row.positionals == .setting {
            try take(setting: word)
        } else if row.acceptsTargets, let mode = TargetSelection.Mode(rawValue: word) {
            route.targets.mode = mode
        } else if let assignment = Assignment(word: word) {
            guard row.acceptsAssignments else {
                throw .usage(
                    .unexpectedAssignment, "\(row.title) takes no assignment, found '\(word)'",
                    row: row)
            }
            route.assignments.append(assignment)
        } else {
            try take(literal: word)
        }
    }

    private mutating func take(literal word: String) throws(Failure) {
        switch row.positionals {
        case .components: route.components.append(try component(word))
        case .snapshot, .file, .user:
            if route.subject == nil {
                route.subject = word
            } else {
                route.components.append(try component(word))
            }
        case .keys, .namedKeys: route.keys.append(word)
        case .setting: try take(setting: word)
        case .shell: try take(shell: word)
        case .program: route.program.append(word)
        case .topic: route.topic.append(word)
        case .none: throw unexpected(word)
        }
    }

    /// `KEY VALUE` or `KEY=VALUE`; a value is taken as it is.
    private mutating func take(setting word: String) throws(Failure) {
        if route.keys.isEmpty {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            route.keys = [String(parts[0])]
            route.setting = parts.count > 1 ? String(parts[1]) : nil
        } else if route.setting == nil {
            route.setting = word
        } else {
            throw unexpected(word)
        }
    }

    /// A shell, or what the shells' scripts ask for.
    private mutating func take(shell word: String) throws(Failure) {
        guard route.subject == nil else { throw unexpected(word) }
        let shells = CompletionShell.allCases.map(\.rawValue)
        guard (shells + CompletionKind.allCases.map(\.rawValue)).contains(word) else {
            throw .usage(
                .unexpectedWord, "there are no completions for '\(word)'", row: row,
                suggestion: suggestion(for: word, among: shells), known: shells)
        }
        route.subject = word
    }

    private func component(_ word: String) throws(Failure) -> ComponentID {
        if let id = ComponentID(word) { return id }
        throw .usage(
            .invalidComponent, "'\(word)' can't be the name of a component", row: row)
    }

    private func unexpected(_ word: String) -> Failure {
        let modes = row.acceptsTargets ? TargetSelection.Mode.allCases.map(\.rawValue) : []
        return .usage(
            .unexpectedWord, "\(row.title) does not know the word '\(word)'", row: row,
            suggestion: suggestion(for: word, among: modes))
    }

    private func unknownFlag(_ spelling: String) -> Failure {
        let message = "\(row.title) has no flag \(spelling)"
        // A flag of other commands was meant as it is; the nearest word would only mislead.
        let owners = CommandTable.rows.filter { $0.allFlags.contains { $0.spelling == spelling } }
        if !owners.isEmpty || CommandTable.command(named: spelling) != nil {
            var failure = Failure.usage(.unknownFlag, message, row: row)
            if !owners.isEmpty {
                failure.causes = ["it belongs to: " + owners.map(\.title).joined(separator: ", ")]
            }
            return failure
        }
        // Without a command it may have been meant as a dashed one.
        let aliases = row.command == .bare ? CommandTable.rows.flatMap(\.aliases) : []
        let known = (row.allFlags.map(\.spelling) + aliases).map { String($0.dropFirst(2)) }
        let near = suggestion(for: String(spelling.drop { $0 == "-" }), among: known)
        return .usage(.unknownFlag, message, row: row, suggestion: near.map { "--" + $0 })
    }
}
