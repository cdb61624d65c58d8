package import Vocabulary

/// One mistake in the configuration, or one thing worth telling, with its place.
package struct Finding: Sendable, Equatable {
    package var origin: Origin
    package var kind: Kind
    /// What is wrong, in one phrase.
    package var message: String
    /// What stands there.
    package var found: String?
    /// What may stand there.
    package var expected: String?
    /// The nearest valid word.
    package var suggestion: String?

    /// What programs may branch on.
    package enum Kind: String, Sendable {
        /// The file can't be read on from there.
        case syntax
        case unknownKey = "unknown_key"
        /// Components or steps wait for each other.
        case cycle
        case other
    }

    package init(
        _ message: String, at origin: Origin, kind: Kind = .other, found: String? = nil,
        expected: String? = nil, suggestion: String? = nil
    ) {
        self.origin = origin
        self.kind = kind
        self.message = message
        self.found = found
        self.expected = expected
        self.suggestion = suggestion
    }

    package var json: JSON {
        [
            "file": .string(origin.source), "line": JSON(origin.line),
            "column": JSON(origin.column),
            "layer": .string(origin.layer.rawValue), "kind": .string(kind.rawValue),
            "message": .string(message),
            "found": JSON(found), "expected": JSON(expected), "suggestion": JSON(suggestion),
        ]
    }
}

extension Finding: CustomStringConvertible {
    /// `envctl.yaml:14:5: unknown key 'comand' in service 'api'; did you mean 'command'?`
    package var description: String {
        var text = "\(origin): \(message)"
        switch (expected, found) {
        case (let expected?, let found?): text += ": expected \(expected), found \(found)"
        case (let expected?, nil): text += ": expected \(expected)"
        case (nil, let found?): text += ": found \(found)"
        case (nil, nil): break
        }
        if let suggestion { text += "; did you mean '\(suggestion)'?" }
        return text
    }
}

extension Finding {
    /// By layer, file and place; each only once.
    static func sorted(_ findings: [Finding]) -> [Finding] {
        var unique: [Finding] = []
        for finding in findings where !unique.contains(finding) { unique.append(finding) }
        return unique.enumerated().sorted { left, right in
            let (one, other) = (left.element.origin, right.element.origin)
            if one.layer != other.layer { return one.layer < other.layer }
            let here = [one.line ?? 0, one.column ?? 0, left.offset]
            return here.lexicographicallyPrecedes([
                other.line ?? 0, other.column ?? 0, right.offset,
            ])
        }.map(\.element)
    }
}

extension Failure {
    /// All mistakes of a configuration as one error, in the order of their places.
    package static func invalidConfiguration(_ findings: [Finding]) -> Failure {
        let count = findings.count
        return Failure(
            "config.invalid",
            count == 1
                ? "the configuration has a mistake" : "the configuration has \(count) mistakes",
            because: findings.map(\.description), hint: "envctl config check",
            details: ["findings": .array(findings.map(\.json))])
    }
}
