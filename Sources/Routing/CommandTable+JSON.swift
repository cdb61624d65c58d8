package import Vocabulary

extension CommandTable {
    /// The whole table: the answer of `list-commands --json` and `contracts/commands.json`.
    package static var json: JSON { json(topic: []) }

    /// The rows of a help topic, in the same form.
    package static func json(topic: [String]) -> JSON {
        [
            "schema": .string(schema),
            "global_flags": .array(Flag.global.map(\.json)),
            "target_flags": .array(Flag.target.map(\.json)),
            "commands": .array(rows(topic: topic).map(\.json)),
        ]
    }
}

extension CommandRow {
    fileprivate var json: JSON {
        [
            "name": .string(name),
            "command": .string(command.rawValue),
            "subcommand": JSON(subcommand),
            "aliases": JSON(aliases),
            "summary": .string(summary),
            "description": .string(description),
            "usage": .string(usage),
            "positionals": .string(positionals.rawValue),
            "flags": .array(flags.map(\.json)),
            "targets": .string(targets.rawValue),
            "accepts_assignments": .bool(acceptsAssignments),
            "needs": JSON(needs.map(\.rawValue)),
            "answer_schema": JSON(answerSchema),
            "examples": .array(
                examples.map { ["line": .string($0.line), "meaning": .string($0.meaning)] }),
        ]
    }
}

extension Flag {
    fileprivate var json: JSON {
        [
            "name": .string(name),
            "short": JSON(short.map { String($0) }),
            "value": value?.json ?? .null,
            "repeatable": .bool(repeatable),
            "help": .string(help),
        ]
    }
}

extension Flag.Value {
    fileprivate var json: JSON {
        var object: JSON.Object = ["name": .string(name), "kind": .string(kind.name)]
        if case .choice(let words) = kind { object["choices"] = JSON(words) }
        return .object(object)
    }
}
